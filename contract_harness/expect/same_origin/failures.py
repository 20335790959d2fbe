"""An admin UI that does not answer: reported as such, at the right moment, and not for too long."""

from __future__ import annotations

from collections.abc import Callable

from contract_harness.clients.http import Reply
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import document, octets
from contract_harness.expect.same_origin.answers import expect_page
from contract_harness.patience import eventually, expect_undelayed
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import PAGE

UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}
"""Source: observed gateway, 6.6."""


def expect_unavailable(reply: Reply) -> None:
    """The unavailable document, to the letter.

    Source: observed gateway, 6.6.
    """
    __tracebackhide__ = True
    kind = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    if reply.status != 503 or kind != "application/json":
        raise ContractBreach("503 application/json", reply.line, reply.shown)
    if reply.json() != UNAVAILABLE:
        raise ContractBreach(f"the unavailable document {document(UNAVAILABLE)}", "another one", reply.shown)


def expect_about(reply: Reply, limit_s: float, *, grace_s: float, control: Callable[[], float]) -> None:
    """The answer took at least three quarters of the limit, and at most *grace_s* longer than it.

    Args:
        control: measures how long the gateway takes for an answer of its own, in seconds.
    """
    __tracebackhide__ = True
    if reply.elapsed_s < 0.75 * limit_s:
        raise ContractBreach(f"an answer after about {limit_s:g} s", f"after {reply.elapsed_s:.3g} s")
    promised = f"an answer comes about {limit_s:g} s after the question"
    expect_undelayed(reply.elapsed_s - limit_s, grace_s, control=control, promised=promised)


def expect_not_whole(reply: RawReply) -> None:
    """The visitor can tell: no answer, one that is cut, or one that says that it failed."""
    __tracebackhide__ = True
    if reply.complete and reply.status < 500:
        raise ContractBreach(
            "an answer that is cut, or says that it failed",
            f"{reply.status} {reply.reason} with {len(reply.body)} bytes that look whole",
            octets(reply.head, 400),
        )


def expect_own_pages(visitor: Visitor, count: int) -> None:
    """Each of the next visitors is given the admin UI's own page."""
    __tracebackhide__ = True
    for _ in range(count):
        expect_page(visitor.open())


def expect_served_soon(visitor: Visitor, *, within_s: float) -> None:
    """The admin UI's own page is given, at the latest within *within_s*."""
    __tracebackhide__ = True

    def is_served() -> bool:
        reply = visitor.open()
        return reply.status == 200 and reply.body == PAGE

    eventually(is_served, within_s=within_s, what="a page of the admin UI that is up again")
