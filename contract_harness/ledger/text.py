"""The text of a clause as an edition freezes it: what it says, not where it stands or how it is laid out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def digest(rule: Mapping[str, Any], tags: Iterable[str], background: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256, in hexadecimal, over everything a rule says.

    Args:
        rule: as the parser gives it.
        tags: those of the rule but its id; a tier or a need changes what is promised.
        background: the steps of the feature that come before every example.
    """
    text = {
        "title": rule["name"],
        "description": rule.get("description", "").split(),
        "tags": sorted(tags),
        "background": [_step(step) for step in background],
        "parts": [_part(kind, one) for child in rule["children"] for kind, one in child.items()],
    }
    return hashlib.sha256(json.dumps(text, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _part(kind: str, one: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "kind": kind,
        "name": one["name"],
        "steps": [_step(step) for step in one["steps"]],
        "rows": [
            [_cells(row) for row in (table["tableHeader"], *table["tableBody"])]
            for table in one.get("examples", [])
            if table.get("tableHeader")
        ],
    }


def _step(step: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "keyword": step["keyword"].strip(),
        "text": step["text"],
        "said": step.get("docString", {}).get("content", ""),
        "table": [_cells(row) for row in step.get("dataTable", {}).get("rows", [])],
    }


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [cell["value"] for cell in row["cells"]]
