"""
Calls of every kind, made once at a gateway that reports, so that many clauses can look at what was told.

Each carries a request id of its own, by which its span is found again.
"""

from __future__ import annotations

import json
import secrets
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
from contract_harness.upstreams.provider import SimulatedProvider, completion

PLAIN = "plain"
"""A model whose only route has no tools."""
STRANGE = "stranger-than-"
"""How every name begins that the gateway has never heard of."""
PRIVATE_QUERY = "private-query-5a1f"
PRIVATE_PROMPT = "private-prompt-c07d"
INVITATION = "4f1d.invitation-token-9b3e"
"""What a link in a letter holds: whoever has it sets a password."""
STRANGERS = 6
STRANGE_HEADERS = ("User-Agent", "X-Oceans-Tags", "X-Forwarded-For", "Referer", "Cookie", "Accept-Language")
HELD_S = 0.3
"""How long the provider holds its answer to a completion by an alias, which must be told of."""
ODD_USAGE = {"prompt_tokens": 80_013, "completion_tokens": 40_007, "total_tokens": 120_020}
"""What that answer says it used; round numbers could be rounded."""
MODEL_WITH_A_BREAK = f"{STRANGE}line\nbreak"
MISTAKEN_PASSWORD = "mistaken-Passw0rd-90af"  # noqa: S105 - nobody's
UNKNOWN_SECRET = "has-this-secret-3b1c"  # noqa: S105 - nobody's

THE_LAST = "a completion by an alias"

_TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
_ID = "x-request-id"


@dataclass(frozen=True, slots=True)
class ReportedCall:
    """One call that was made, and its answer.

    Attributes:
        at_s: the moment of `time.monotonic` at which the answer was there.
        began_s, ended_s: by the clock of this machine, in seconds since the epoch: before it and after it.
        held_s: how long its provider held the answer.
    """

    request_id: str
    reply: Reply
    at_s: float
    began_s: float = 0.0
    ended_s: float = 0.0
    held_s: float = 0.0

    @property
    def took_s(self) -> float:
        """As long as its caller waited."""
        return self.ended_s - self.began_s


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

    def complete_slowly(self) -> Reply:
        """A completion by an alias, whose provider takes its time and counts oddly."""
        document = {**completion(), "usage": ODD_USAGE}
        headers = (("Content-Type", "application/json"),)
        self.provider.answer(Answer(headers=headers, body=json.dumps(document).encode(), delay_s=HELD_S))
        reply = self.complete(ALIAS)
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
    "a completion of a model with a line break": lambda callers: callers.complete(MODEL_WITH_A_BREAK),
    "a list of models": lambda callers: callers.models(callers.credentials.api_key),
    "a list of models with an unknown key": lambda callers: callers.models(f"gwk_nobody.{UNKNOWN_SECRET}"),
    "a list of models with a private query": lambda callers: callers.models(
        callers.credentials.api_key, f"?token={PRIVATE_QUERY}"
    ),
    "a failed sign-in": lambda callers: callers.sign_in(MISTAKEN_PASSWORD),
    "a sign-in": lambda callers: callers.sign_in(callers.credentials.admin_password),
    "a look at the session": lambda callers: callers.admin.send(
        "GET", "/api/v1/auth/session", headers=(callers.id,)
    ),
    "a list of keys": lambda callers: callers.admin.send(
        "GET", "/api/v1/admin/api-keys", headers=(callers.id,)
    ),
    "a health check": lambda callers: callers.send("GET", "/healthz"),
    "a readiness check": lambda callers: callers.send("GET", "/readyz"),
    "a health check with a private query": lambda callers: callers.send(
        "GET", f"/healthz?token={PRIVATE_QUERY}"
    ),
    "a sign-out with a private query": lambda callers: callers.send(
        "POST", f"/api/v1/auth/logout?next={PRIVATE_QUERY}"
    ),
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
    THE_LAST: Callers.complete_slowly,
}


def make_strange(callers: Callers) -> None:
    """Calls of strangers: names that nobody has heard of, through each entrance that takes one."""
    for _ in range(STRANGERS):
        name = f"{STRANGE}{secrets.token_hex(4)}"
        callers.request_id = f"stranger-{uuid.uuid4()}"
        callers.complete(name)
        callers.complete(MODEL, user=name)
        callers.send("GET", f"/{name}")
        callers.send("GET", f"/v1/models/{name}")
        callers.send("GET", f"/v1/models?{name}={name}", ("Authorization", f"Bearer gwk_{name}.{name}"))
        callers.send(f"STRANGE{secrets.token_hex(4).upper()}", "/v1/models")
        callers.send("GET", "/healthz", *((header, name) for header in STRANGE_HEADERS))


def make_all(callers: Callers) -> Mapping[str, ReportedCall]:
    """Make every call of `CALLS`, and some of strangers before them; the answers by the calls' names."""
    make_strange(callers)
    made: dict[str, ReportedCall] = {}
    for name, make in CALLS.items():
        callers.request_id = f"told-{uuid.uuid4()}"
        began_s = time.time()
        reply = make(callers)
        held_s = HELD_S if name == THE_LAST else 0.0
        made[name] = ReportedCall(callers.request_id, reply, time.monotonic(), began_s, time.time(), held_s)
    return made
