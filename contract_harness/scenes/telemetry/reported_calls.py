"""
Calls of every kind, made once at a gateway that reports, so that many clauses can look at what was told.

Each carries a request id of its own, by which its span is found again.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.clients.public import PublicApi
from contract_harness.configs.default_config import ALIAS, MODEL, UNGRANTED_MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.http_server import Answer
from contract_harness.upstreams.provider import SimulatedProvider

PLAIN = "plain"
"""A model whose only route has no tools."""
STRANGE = "stranger-than-"
"""How every name begins that the gateway has never heard of."""
PRIVATE_QUERY = "private-query-5a1f"
PRIVATE_PROMPT = "private-prompt-c07d"
INVITATION = "4f1d.invitation-token-9b3e"
"""What a link in a letter holds: whoever has it sets a password."""
STRANGERS = 12

_TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
_ID = "x-request-id"


@dataclass(frozen=True, slots=True)
class ReportedCall:
    """One call that was made, its answer, and the moment of `time.monotonic` at which that was there."""

    request_id: str
    reply: Reply
    at_s: float


class Callers:
    """Those who call: somebody with a key, an admin with a browser, and the provider they reach."""

    def __init__(
        self, gateway: Gateway, admin: AdminApi, credentials: Credentials, provider: SimulatedProvider
    ) -> None:
        self._gateway = gateway
        self.admin = admin
        self.credentials = credentials
        self.provider = provider
        self.request_id = ""

    @property
    def public(self) -> PublicApi:
        """The data plane."""
        return self._gateway.public()

    @property
    def id(self) -> tuple[str, str]:
        """The header that names the call."""
        return _ID, self.request_id

    def send(self, method: str, path: str, *headers: tuple[str, str]) -> Reply:
        """Anything."""
        return self._gateway.http.send(method, path, headers=[self.id, *headers])

    def models(self, key: str | None, query: str = "") -> Reply:
        """GET /v1/models."""
        bearer = [("Authorization", f"Bearer {key}")] if key else []
        return self.send("GET", f"/v1/models{query}", *bearer)

    def complete(self, model: str, **options: object) -> Reply:
        """A completion, of a prompt that is nobody else's business."""
        messages = [{"role": "user", "content": PRIVATE_PROMPT}]
        return self.public.complete(self.credentials.api_key, model, messages, headers=[self.id], **options)

    def complete_in_vain(self) -> Reply:
        """A completion that the provider fails."""
        self.provider.answer(Answer(status=500))
        reply = self.complete(MODEL)
        self.provider.reset()
        return reply

    def sign_in(self, password: str) -> Reply:
        """The admin's, or an attempt at it."""
        document = {"email": self.credentials.admin_email, "password": password}
        return self.admin.send("POST", "/api/v1/auth/login/password", json=document, headers=(self.id,))


CALLS: Mapping[str, Callable[[Callers], Reply]] = {
    "a completion": lambda callers: callers.complete(MODEL),
    "a completion the provider fails": Callers.complete_in_vain,
    "a completion no route can take": lambda callers: callers.complete(PLAIN, tools=[_TOOL]),
    "a completion of an unknown model": lambda callers: callers.complete(f"{STRANGE}fiction"),
    "a completion of a model not granted": lambda callers: callers.complete(UNGRANTED_MODEL),
    "a list of models": lambda callers: callers.models(callers.credentials.api_key),
    "a list of models with an unknown key": lambda callers: callers.models("gwk_nobody.has-this-secret"),
    "a list of models with a private query": lambda callers: callers.models(
        callers.credentials.api_key, f"?token={PRIVATE_QUERY}"
    ),
    "a failed sign-in": lambda callers: callers.sign_in("mistaken-Passw0rd-90af"),
    "a sign-in": lambda callers: callers.sign_in(callers.credentials.admin_password),
    "a look at the session": lambda callers: callers.admin.send(
        "GET", "/api/v1/auth/session", headers=(callers.id,)
    ),
    "a list of keys": lambda callers: callers.admin.send(
        "GET", "/api/v1/admin/api-keys", headers=(callers.id,)
    ),
    "a health check": lambda callers: callers.send("GET", "/healthz"),
    "a readiness check": lambda callers: callers.send("GET", "/readyz"),
    "an unknown path": lambda callers: callers.send("GET", f"/v1/{STRANGE}/{PRIVATE_QUERY}"),
    "a list of models with an address in the query": lambda callers: callers.models(
        callers.credentials.api_key, f"?login_hint={callers.credentials.admin_email}"
    ),
    "an unknown user, asked for by address": lambda callers: callers.send(
        "GET", f"/api/v1/admin/identity/users/{callers.credentials.admin_email}"
    ),
    "an unknown invitation": lambda callers: callers.send("GET", f"/api/v1/auth/invitations/{INVITATION}"),
    "an unknown method": lambda callers: callers.send("DELETE", "/v1/models"),
    # Last, so that whoever sees it counted sees all the others counted.
    "a completion by an alias": lambda callers: callers.complete(ALIAS),
}


def make_all(callers: Callers) -> Mapping[str, ReportedCall]:
    """Make every call of `CALLS`, and some of strangers before them; the answers by the calls' names."""
    for number in range(STRANGERS):
        callers.request_id = f"stranger-{uuid.uuid4()}"
        callers.complete(f"{STRANGE}{number}")
        callers.send("GET", f"/{STRANGE}{number}")
        callers.send(f"STRANGE{number}", "/v1/models")
    made: dict[str, ReportedCall] = {}
    for name, make in CALLS.items():
        callers.request_id = f"told-{uuid.uuid4()}"
        made[name] = ReportedCall(callers.request_id, make(callers), time.monotonic())
    return made
