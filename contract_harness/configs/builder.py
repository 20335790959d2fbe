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

VARIABLES = {"admin password": PASSWORD_VARIABLE, "key": KEY_VARIABLE, "provider token": TOKEN_VARIABLE}
"""What a feature calls each secret, and the variable that carries it."""


def admin(document: Document) -> Document:
    """The section of the bootstrap admin."""
    section: Document = document.setdefault("auth", {}).setdefault("bootstrap_admin", {})
    return section


def keys(document: Document) -> list[Document]:
    """The seeded keys."""
    entries: list[Document] = document.setdefault("auth", {}).setdefault("seed_api_keys", [])
    return entries


def key(document: Document, name: str) -> Document:
    """The seeded key of this name."""
    return _entry(keys(document), "name", name)


def model(document: Document, name: str) -> Document:
    """The model or alias of this name."""
    return _entry(document["models"], "id", name)


def team(document: Document, name: str) -> Document:
    """The team with this key."""
    return _entry(document["teams"], "key", name)


def user(document: Document, email: str) -> Document:
    """The user with this email."""
    return _entry(document["users"], "email", email)


def is_listed(document: Document, *, email: str, team: str) -> bool:
    """Whether the user or the team stands in the document."""
    emails = {entry["email"] for entry in document["users"]}
    return email in emails or team in {entry["key"] for entry in document["teams"]}


def seed_key(name: str, variable: str, grants: list[str]) -> Document:
    """A seeded key whose value is in the environment."""
    return {"name": name, "value": f"env.{variable}", "allowed_models": grants}


def budget(cadence: str, amount_usd: str) -> Document:
    """A hard budget in UTC windows."""
    return {"cadence": cadence, "amount_usd": amount_usd, "hard_limit": True, "timezone": "UTC"}


def person(
    name: str,
    email: str,
    *,
    team: str | None = None,
    role: str = "member",
    spends: tuple[str, str] | None = None,
) -> Document:
    """A user who will sign in with a password once invited; *spends* is cadence and dollars of a budget."""
    entry: Document = {"name": name, "email": email, "auth_mode": "password"}
    if team is not None:
        entry["membership"] = {"team": team, "role": role}
    if spends is not None:
        entry["budget"] = budget(*spends)
    return entry


def provider(document: Document) -> Document:
    """The first provider."""
    entry: Document = document["providers"][0]
    return entry


def _entry(entries: list[Document], member: str, value: str) -> Document:
    return next(entry for entry in entries if entry[member] == value)
