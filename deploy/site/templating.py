"""How a page is made of a template: what it is given stays text, whatever Markdown would make of it."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def environment() -> Environment:
    """What fills the templates of this package."""
    # What is filled is Markdown, whose marks `plain` takes care of.
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["plain"] = plain
    return made


def plain(text: str) -> str:
    """*text* for a line of Markdown, so that a reader sees it as it is."""
    return _MARKS.sub(r"\\\1", text).replace("&", "&amp;")
