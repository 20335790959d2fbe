"""What became of the calls that were in flight when a gateway was told to stop."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import lines, plain
from contract_harness.installations.installation import ProcessGateway
from contract_harness.ledger.documents import refusal
from contract_harness.scenes.in_flight import CallInFlight
from contract_harness.scenes.wording import meant


def expect_fate(call: CallInFlight, fate: str) -> None:
    """The call is answered or cut as a feature says."""
    __tracebackhide__ = True
    meant(_FATES, fate)(call)


def expect_not_ready(probe: CallInFlight, gateway: ProcessGateway) -> None:
    """The end of the probe is sent; it is told `draining`, or the connection was closed without a word.

    Raises:
        NotObservable: the gateway has ended, which it may with no other call in flight.
    """
    __tracebackhide__ = True
    if not gateway.is_running:
        raise NotObservable("the gateway has ended by then: it drains nothing, and tells no probe of it")
    probe.go_on()
    reply = probe.connection.read_reply()
    draining = refusal("draining")
    if not reply.answered:
        return
    try:
        code = json.loads(reply.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = "no error envelope"
    if (reply.status, code) != (draining.status, draining.code):
        raise ContractBreach(
            "the probe is refused as 503 draining", f"{reply.status} {plain(code)}", reply.text
        )


def _expect_whole(call: CallInFlight) -> None:
    """The call was answered, to its last byte, and so are those beside it, which go on one by one."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if reply.status != 200 or not reply.complete or call.said not in reply.body:
        raise ContractBreach("the call in flight is answered whole", reply.line, reply.text)
    for other in call.beside:
        call.connection.is_closed()
        other.go_on()
        _expect_whole(other)


def _expect_cut(call: CallInFlight) -> None:
    """The caller can tell that there is no whole answer."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if reply.complete and reply.status < 500:
        raise ContractBreach(
            "the caller can see that the answer is cut", f"{reply.status}, and it looks whole"
        )


def _expect_connection_ends(call: CallInFlight) -> None:
    """The answer says `Connection: close`, and the connection is closed."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if (reply.header("connection") or "").lower() != "close":
        raise ContractBreach("the answer says that its connection ends", reply.line, lines(reply.headers))
    if not call.connection.is_closed():
        raise ContractBreach("the connection ends", "it stays open")


_FATES: Mapping[str, Callable[[CallInFlight], None]] = {
    "answered whole": _expect_whole,
    "answered with the end of its connection": _expect_connection_ends,
    "cut": _expect_cut,
}
"""By the words of the features."""
