"""Asking a gateway for a list, with a session or with a key, whichever of them it wants."""

from __future__ import annotations

from contract_harness.clients.http import Reply
from contract_harness.scenes.scenario_gateway import ScenarioGateway

_PATHS = {
    "keys": "/api/v1/admin/api-keys",
    "users": "/api/v1/admin/identity/users",
    "models": "/v1/models",
}
"""Where each list is. Source: observed gateway, 3.3, 4.2 and 5.2."""


def as_admin(subject: ScenarioGateway, noun: str) -> Reply:
    """The list as the admin's browser asks for it: with its cookies, and without a key."""
    __tracebackhide__ = True
    return subject.browser.send("GET", _PATHS[noun])


def as_caller(subject: ScenarioGateway, key: str, noun: str) -> Reply:
    """The list as the holder of this key asks for it: without a session."""
    __tracebackhide__ = True
    bearer = ("Authorization", f"Bearer {subject.key(key)}")
    return subject.stranger().send("GET", _PATHS[noun], headers=(bearer,))
