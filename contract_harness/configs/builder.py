"""
The `gateway.yaml` document as data: where things stand in it, and what an entry looks like.

Source: observed gateway, 9.1 and 10.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
Environment = dict[str, str]

PASSWORD_VARIABLE = "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"  # noqa: S105 - a variable's name
KEY_VARIABLE = "GATEWAY_API_KEY"
TOKEN_VARIABLE = "OPENAI_API_KEY"  # noqa: S105 - a variable's name
KEY_VARIABLES = {"wide": "GATEWAY_WIDE_KEY", "bare": "GATEWAY_BARE_KEY", "lost": "GATEWAY_LOST_KEY"}
KEY_VARIABLES |= {"spare": "GATEWAY_SPARE_KEY", "kept": "GATEWAY_KEPT_KEY"}


def admin(document: Document) -> Document:
    """The section of the bootstrap admin."""
    section: Document = document.setdefault("auth", {}).setdefault("bootstrap_admin", {})
    return section


def keys(document: Document) -> list[Document]:
    """The seeded keys."""
    entries: list[Document] = document.setdefault("auth", {}).setdefault("seed_api_keys", [])
    return entries


def provider(document: Document) -> Document:
    """The first provider."""
    return section(document, "providers", 0)


def section(document: Document, *steps: str | int) -> Document:
    """The mapping that these members and places in lists lead to."""
    found: Any = document
    for step in steps:
        found = found[step]
    entry: Document = found
    return entry


def routed_model(document: Document) -> Document:
    """The last model that has routes of its own."""
    found: Document = [model for model in document["models"] if model.get("routes")][-1]
    return found
