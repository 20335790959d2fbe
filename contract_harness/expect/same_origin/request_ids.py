"""The request id of an answer: there, alone, and the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.arrivals import the_request
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Upstream

LONGEST = 128
_FIT = re.compile(rf"[\x21-\x7e]{{1,{LONGEST}}}")


def the_request_id(reply: Reply) -> str:
    """The one request id of an answer.

    Raises:
        ContractBreach: it has none, several, or one that cannot be read.
    """
    __tracebackhide__ = True
    observed = reply.headers_named("x-request-id")
    if len(observed) != 1 or not _FIT.fullmatch(observed[0]):
        raise ContractBreach(
            f"{reply.request} is answered with one request id", plain(observed, "none"), reply.shown
        )
    return observed[0]


def expect_fresh(reply: Reply, *, again: Callable[[], Reply]) -> None:
    """A request id that the gateway made: long enough to be unique, and another one for the same *again*."""
    __tracebackhide__ = True
    request_id = the_request_id(reply)
    if len(request_id) < 16:
        raise ContractBreach(f"{reply.request} is answered with a fresh request id", f"with {request_id}")
    if the_request_id(again()) == request_id:
        raise ContractBreach(
            f"{reply.request} is answered with a fresh request id each time", f"twice with {request_id}"
        )


def asked_again(reply: Reply, visitor: Visitor, headers: Sequence[tuple[str, str]]) -> Reply:
    """The answer to the same request, made once more."""
    __tracebackhide__ = True
    method, _, target = reply.request.partition(" ")
    return visitor.ask(target, method=method, headers=headers)


def expect_kept(reply: Reply, request_id: str) -> None:
    """The visitor's own request id came back."""
    __tracebackhide__ = True
    observed = the_request_id(reply)
    if observed != request_id:
        raise ContractBreach(
            f"{reply.request} is answered with the visitor's id {request_id}", f"with {observed}"
        )


def expect_received(upstream: Upstream, request_id: str) -> None:
    """The admin UI received this very request id, once."""
    __tracebackhide__ = True
    observed = the_request(upstream).headers_named("x-request-id")
    if observed != [request_id]:
        raise ContractBreach(
            f"the admin UI receives the answer's request id, {request_id}", f"it receives {plain(observed)}"
        )
