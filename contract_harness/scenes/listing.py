"""Asking a gateway for a list, with a session or with a key, whichever of them it wants."""

from __future__ import annotations

from contract_harness.clients.cookies import SESSION_COOKIE
from contract_harness.clients.http import Reply
from contract_harness.scenes.scenario_gateway import ScenarioGateway

_PATHS = {
    "keys": "/api/v1/admin/api-keys",
    "users": "/api/v1/admin/identity/users",
    "models": "/v1/models",
}
"""Where each list is. Source: observed gateway, 3.3, 4.2 and 5.2."""
_FOR_A_SESSION = ", with the key for a session"


def as_admin(subject: ScenarioGateway, noun: str) -> Reply:
    """The list as the admin's browser asks for it: with its cookies, and without a key."""
    __tracebackhide__ = True
    return subject.browser.send("GET", _PATHS[noun])


def as_caller(subject: ScenarioGateway, key: str, noun: str) -> Reply:
    """The list as the holder of this key asks for it: without a session."""
    __tracebackhide__ = True
    raw = subject.key(key)
    headers = [("Authorization", f"Bearer {raw}")]
    if noun.endswith(_FOR_A_SESSION):
        headers.append(("Cookie", f"{SESSION_COOKIE}={raw}"))
    return subject.stranger().send("GET", _PATHS[noun.removesuffix(_FOR_A_SESSION)], headers=headers)
