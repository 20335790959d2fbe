"""Failures: an admin UI that is down, slow, cut short or says too much."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.expect.same_origin import failures
from contract_harness.patience import Patience
from contract_harness.scenes import bare_requests, written
from contract_harness.scenes.visitor import Visitor


@when("a visitor begins this upload and sends no more:")
def begins_an_upload(visitor: Visitor, connection: RawConnection, docstring: str) -> None:
    bare_requests.break_off(connection, written.request(docstring, visitor))


@then(parsers.parse("the answer came after about {limit_ms:d} ms"))
def answer_came_in_time(reply: Reply, visitor: Visitor, patience: Patience, limit_ms: int) -> None:
    failures.expect_about(reply, limit_ms / 1000, grace_s=patience.arrival_s, control=_answers_of(visitor))


@then("the admin UI is soon served")
def ui_is_soon_served(visitor: Visitor, patience: Patience) -> None:
    failures.expect_served_soon(visitor, within_s=patience.arrival_s)


@then("the visitor can tell that the answer is not whole")
def answer_is_not_whole(reply: RawReply) -> None:
    failures.expect_not_whole(reply)


@then(parsers.parse("the next {count:d} visitors are given the admin UI's page"))
def next_visitors_are_served(visitor: Visitor, count: int) -> None:
    failures.expect_own_pages(visitor, count)


def _answers_of(visitor: Visitor) -> Callable[[], float]:
    """How long the gateway takes for an answer of its own, in seconds."""
    return lambda: visitor.http.get("/healthz").elapsed_s
