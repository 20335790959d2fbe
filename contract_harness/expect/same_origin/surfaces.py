"""Which surface of the origin answered, told by what only that surface says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.replies import data_of, expect_refusal
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Table


@dataclass(frozen=True, slots=True)
class Route:
    """A request anybody can make. *below_base_path* puts the base path before the target."""

    target: str
    method: str = "GET"
    below_base_path: bool = False

    def ask(
        self, visitor: Visitor, *, headers: tuple[tuple[str, str], ...] = (), within_s: float | None = None
    ) -> Reply:
        """Make the request as *visitor*."""
        __tracebackhide__ = True
        target = visitor.base_path + self.target if self.below_base_path else self.target
        return visitor.ask(target, method=self.method, headers=headers, within_s=within_s)


ROUTES: Mapping[str, Route] = {
    "data plane": Route("/v1/models"),
    "admin API": Route("/api/v1/auth/session"),
    "health routes": Route("/healthz"),
    "admin UI": Route("", below_base_path=True),
    "the models without a key": Route("/v1/models"),
    "the session without a cookie": Route("/api/v1/auth/session"),
    "the health of the gateway": Route("/api/v1/health"),
    "an unknown route of the data plane": Route("/v1/no-such-route"),
    "an unknown route of the API": Route("/api/v1/no-such-route"),
    "an unknown route of the admin API": Route("/api/v1/admin/no-such-route"),
    "a route beside every API": Route("/api/v2/models"),
    "a file at the root": Route("/favicon.txt"),
    "an API route with a method it lacks": Route("/v1/models", method="DELETE"),
    "an API route with a trailing slash": Route("/v1/models/"),
    "the keys without a session": Route("/api/v1/admin/api-keys"),
    "a sign-in without a password": Route("/api/v1/auth/login/password", method="POST"),
    "a completion without a key": Route("/v1/chat/completions", method="POST"),
    "the head of its health": Route("/api/v1/health", method="HEAD"),
    "the readiness of the gateway": Route("/readyz"),
    "a form for the admin UI": Route("/login", method="POST", below_base_path=True),
    "the head of a page": Route("/login", method="HEAD", below_base_path=True),
    "a climb out of the admin UI": Route("/../secret", below_base_path=True),
    "completions": Route("/v1/chat/completions", method="POST"),
    "keys": Route("/api/v1/admin/api-keys"),
    "sign-in": Route("/api/v1/auth/login/password", method="POST"),
    "readiness": Route("/readyz"),
    "health of the API": Route("/api/v1/health"),
    "page of the admin UI": Route("/login?redirect=%2F", below_base_path=True),
    "a form for an unknown one of the data plane": Route("/v1/no-such-route", method="POST"),
    "the head of an unknown one of the data plane": Route("/v1/no-such-route", method="HEAD"),
    "a form for an unknown one of the API": Route("/api/v1/no-such-route", method="POST"),
    "the name of the API": Route("/api"),
    "the name of the API's version": Route("/api/v1"),
    "the name of the data plane": Route("/v1"),
    "the options of the data plane": Route("/v1/models", method="OPTIONS"),
    "an API route in capitals": Route("/V1/MODELS"),
    "an API route behind two slashes": Route("//v1/models"),
    "a deep file": Route("/static/js/main.js"),
    "the root": Route("/"),
    "the root with a query": Route("/?q=gateway"),
    "a page of the admin UI": Route("/login", below_base_path=True),
    "a neighbour of the admin UI": Route("istrator", below_base_path=True),
}
"""By the name the features use. Source: observed gateway, 1.2 and 1.3."""


_REFUSED_READ = frozenset({400, 401, 415, 422})
"""How an API refuses a stranger's empty body: for who sent it, or for what. Source: observed gateway, 1.6."""


def expect_answers(visitor: Visitor, rows: Table) -> None:
    """Each surface of the table answers for itself; where the table says so, within that time, as `3 s`."""
    __tracebackhide__ = True
    for surface, *within in rows[1:]:
        limit_s = float(within[0].removesuffix(" s")) * visitor.http.patience.factor if within else None
        _expect_answer(visitor, surface, within_s=limit_s)


def _expect_answer(visitor: Visitor, surface: str, *, within_s: float | None) -> None:
    __tracebackhide__ = True
    try:
        _ANSWERS[surface](ROUTES[surface].ask(visitor, within_s=within_s))
    except ContractBreach as breach:
        promised = f"the surface `{surface}` answers: {breach.promised}"
        raise ContractBreach(promised, breach.observed, breach.detail) from None


def _data_plane(reply: Reply) -> None:
    __tracebackhide__ = True
    expect_refusal(reply, code="missing_authorization_header")


def _somebody_of_the_api(reply: Reply) -> None:
    """A refusal of somebody who has looked at what was sent, or at who sent it."""
    __tracebackhide__ = True
    if reply.status not in _REFUSED_READ:
        raise ContractBreach("a refusal of what was sent, or of who sent it", f"{reply.status}", reply.shown)


def _keys(reply: Reply) -> None:
    __tracebackhide__ = True
    expect_refusal(reply, code="session_required")


def _readiness(reply: Reply) -> None:
    __tracebackhide__ = True
    _expect_document(reply, {"status": "ready"})


def _health_of_the_api(reply: Reply) -> None:
    __tracebackhide__ = True
    _expect_document(reply, {"status": "ok", "service": "gateway"})


def _admin_api(reply: Reply) -> None:
    __tracebackhide__ = True
    session = data_of(reply)
    if session is not None:
        raise ContractBreach("nobody is signed in without a cookie", "somebody is", reply.shown)


def _health_routes(reply: Reply) -> None:
    __tracebackhide__ = True
    _expect_document(reply, {"status": "ok"})


def _admin_ui(reply: Reply) -> None:
    """A page, or a redirect to one: which page depends on who asks. Source: observed gateway, 6.7."""
    __tracebackhide__ = True
    leads_on = 300 <= reply.status < 400 and reply.header("location") is not None
    is_page = reply.status == 200 and "text/html" in (reply.header("content-type") or "").lower()
    if not (leads_on or is_page):
        raise ContractBreach("a page of the admin UI, or a redirect to one", f"{reply.status}", reply.shown)


def _expect_document(reply: Reply, promised: dict[str, str]) -> None:
    """These members, and maybe others, such as a version. Source: observed gateway, 1.7."""
    __tracebackhide__ = True
    found = reply.json() if reply.status == 200 else None
    if not isinstance(found, dict) or not promised.items() <= found.items():
        raise ContractBreach(f"200 {json.dumps(promised)}", reply.line, reply.shown)


_ANSWERS: Mapping[str, Callable[[Reply], None]] = {
    "data plane": _data_plane,
    "completions": _somebody_of_the_api,
    "admin API": _admin_api,
    "keys": _keys,
    "sign-in": _somebody_of_the_api,
    "health routes": _health_routes,
    "readiness": _readiness,
    "health of the API": _health_of_the_api,
    "admin UI": _admin_ui,
    "page of the admin UI": _admin_ui,
}
