"""Which surface of the origin answered, told by what only that surface says."""

from __future__ import annotations

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
    "the root": Route("/"),
    "a page of the admin UI": Route("/login", below_base_path=True),
    "a neighbour of the admin UI": Route("istrator", below_base_path=True),
}
"""By the name the features use. Source: observed gateway, 1.2 and 1.3."""


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


def _admin_api(reply: Reply) -> None:
    __tracebackhide__ = True
    session = data_of(reply)
    if session is not None:
        raise ContractBreach("nobody is signed in without a cookie", "somebody is", reply.shown)


def _health_routes(reply: Reply) -> None:
    __tracebackhide__ = True
    if reply.status != 200 or reply.json() != {"status": "ok"}:
        raise ContractBreach('200 {"status": "ok"}', f"{reply.status}", reply.shown)


def _admin_ui(reply: Reply) -> None:
    """A page, or a redirect to one: which page depends on who asks. Source: observed gateway, 6.7."""
    __tracebackhide__ = True
    leads_on = 300 <= reply.status < 400 and reply.header("location") is not None
    is_page = reply.status == 200 and "text/html" in (reply.header("content-type") or "").lower()
    if not (leads_on or is_page):
        raise ContractBreach("a page of the admin UI, or a redirect to one", f"{reply.status}", reply.shown)


_ANSWERS: Mapping[str, Callable[[Reply], None]] = {
    "data plane": _data_plane,
    "admin API": _admin_api,
    "health routes": _health_routes,
    "admin UI": _admin_ui,
}
