"""One log line, read in either form that gateways write JSON in."""

from __future__ import annotations

import json
from typing import Any


def json_object(line: str) -> dict[str, Any] | None:
    """The JSON object that *line* is; None when it is anything else."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def level_of(said: dict[str, Any]) -> str:
    """How grave: `WARNING` and `WARN` are the same."""
    return str(said.get("level", "")).upper().removesuffix("ING")


def message_of(said: dict[str, Any]) -> str:
    """What was said, beside the other members or among its `fields`."""
    fields = said.get("fields")
    nested = fields.get("message") if isinstance(fields, dict) else None
    return str(said.get("message") or nested or "")
