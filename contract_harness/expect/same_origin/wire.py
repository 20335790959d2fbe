"""A request that must not be read: refused, its connection closed, nothing behind it served."""

from __future__ import annotations

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.scenes.bare_requests import Attempt

_REFUSALS = frozenset({400, 408, 411, 413, 414, 431, 501, 505})
"""What a server says of a request that it cannot, or will not, read."""
_REFUSED = "the request is refused (4xx, 501, 505, or closed)"


def expect_refused(attempt: Attempt) -> None:
    """A client error, 501 or 505, or the connection closed without a word."""
    __tracebackhide__ = True
    if isinstance(attempt.came, ContractBreach):
        came = attempt.came
        raise ContractBreach(_REFUSED, f"{came.promised}: {came.observed}", came.detail)
    reply = attempt.reply
    if reply.answered and not (400 <= reply.status < 500 or reply.status in {501, 505}):
        raise ContractBreach(_REFUSED, reply.line, reply.text[:300])


def expect_answered(attempt: Attempt) -> None:
    """A whole answer of somebody who has read the request, whatever they think of what it asks for.

    It comes in no chunks when the request is of HTTP/1.0, which has none.
    """
    __tracebackhide__ = True
    reply = attempt.reply
    if not reply.complete or reply.status in _REFUSALS:
        raise ContractBreach("the request is answered", reply.line, reply.text[:300])
    if not attempt.knows_chunks and reply.header("transfer-encoding"):
        raise ContractBreach("a request of HTTP/1.0 is answered without chunks", reply.line, reply.text[:300])


def expect_end(attempt: Attempt) -> None:
    """The connection ends, and nothing more was said on it."""
    __tracebackhide__ = True
    is_closed = attempt.connection.is_closed()
    said = attempt.connection.unread
    if said:
        raise ContractBreach(
            "nothing behind a refused request is answered", f"answered {octets(said)}", octets(said, 400)
        )
    if not is_closed:
        raise ContractBreach("the connection of a refused request is closed", "it stays open")
