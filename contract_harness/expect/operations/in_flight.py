"""What became of the calls that were in flight when a gateway was told to stop."""

from __future__ import annotations

import json

from contract_harness.errors import ContractBreach
from contract_harness.ledger.documents import refusal
from contract_harness.scenes.in_flight import CallInFlight


def expect_whole(call: CallInFlight) -> None:
    """The call was answered, to its last byte."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if reply.status != 200 or not reply.complete or call.said not in reply.body:
        raise ContractBreach(
            "the call in flight is answered whole", f"{reply.status} {reply.trouble}", reply.text
        )


def expect_cut(call: CallInFlight) -> None:
    """The caller can tell that there is no whole answer."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if reply.complete and reply.status < 500:
        raise ContractBreach(
            "the caller can see that the answer is cut", f"{reply.status}, and it looks whole"
        )


def expect_connection_ends(call: CallInFlight) -> None:
    """The answer says `Connection: close`, and the connection is closed."""
    __tracebackhide__ = True
    reply = call.connection.read_reply()
    if (reply.header("connection") or "").lower() != "close":
        raise ContractBreach("the answer says that its connection ends", f"{reply.status}, {reply.headers}")
    if not call.connection.is_closed():
        raise ContractBreach("the connection ends", "it stays open")


def expect_not_ready(probe: CallInFlight) -> None:
    """The end of the probe is sent; it is told `draining`, or the connection was closed without a word."""
    __tracebackhide__ = True
    probe.connection.send(b"\r\n")
    reply = probe.connection.read_reply()
    draining = refusal("draining")
    if not reply.answered:
        return
    try:
        code = json.loads(reply.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = "no error envelope"
    if (reply.status, code) != (draining.status, draining.code):
        raise ContractBreach("the probe is refused as 503 draining", f"{reply.status} {code}", reply.text)
