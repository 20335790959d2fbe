"""How a page is made of a template: everything is escaped, and no control character reaches a reader."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contract_harness.report.failure_text import (
    SHOWN_AGAIN,
    duration,
    ending,
    repeat_line,
    repeated_by,
    timing,
)
from contract_harness.report.source_text import linked
from contract_harness.report.terminal import visible

TEMPLATES = Path(__file__).resolve().parent / "templates"


def environment() -> Environment:
    """What fills the templates of this package."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["duration"] = duration
    made.filters["ending"] = ending
    made.filters["repeat_line"] = repeat_line
    made.filters["timing"] = timing
    made.filters["linked"] = linked
    made.filters["repeated_by"] = repeated_by
    made.filters["shown_again"] = lambda name: SHOWN_AGAIN.get(name, name)
    return made


def policy(style: str, *scripts: str) -> str:
    """The content security policy of a page with this style and these scripts, and nothing else."""
    allowed = f"style-src {_digest(style)}; script-src {' '.join(map(_digest, scripts))}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shown(value: Any) -> Any:
    """Every text, wherever it stands on the page, with its control characters spelled out."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
