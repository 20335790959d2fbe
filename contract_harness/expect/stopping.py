"""How a gateway ended that was told to, and what became of the calls in flight."""

from __future__ import annotations

import json
import time

from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome, ProcessGateway
from contract_harness.ledger.documents import refusal
from contract_harness.patience import POLL_S
from contract_harness.scenes.stopping import CallInFlight, refuses


def expect_stopped(gateway: ProcessGateway) -> Outcome:
    """It has ended, at the latest when the patience for one close is over."""
    __tracebackhide__ = True
    return _ended(gateway, gateway.patience.close_s)


def expect_stopped_well(gateway: ProcessGateway) -> None:
    """It has ended with exit code 0."""
    __tracebackhide__ = True
    outcome = expect_stopped(gateway)
    if outcome.exit_code != 0:
        raise ContractBreach("a gateway that was told to stop exits with 0", outcome.shown)


def expect_stopped_about(gateway: ProcessGateway, *, grace_s: float, told_at: float) -> None:
    """It used its grace and no more than the patience for one close beside it."""
    __tracebackhide__ = True
    _ended(gateway, grace_s + gateway.patience.close_s)
    took_s = time.monotonic() - told_at
    if took_s < grace_s:
        raise ContractBreach(f"calls in flight may take {grace_s:g} s more", f"it ended after {took_s:.2f} s")


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


def expect_closed(connection: RawConnection) -> None:
    """The gateway has closed a connection on which nothing was asked."""
    __tracebackhide__ = True
    if not connection.is_closed():
        raise ContractBreach("an idle connection is closed while the gateway drains", "it stays open")


def expect_refuses(gateway: ProcessGateway) -> None:
    """Newcomers get no connection, at the latest when a close would have been seen."""
    __tracebackhide__ = True
    deadline = time.monotonic() + gateway.patience.close_s
    while not refuses(gateway):
        if time.monotonic() > deadline:
            raise ContractBreach("a new connection is refused while the gateway drains", "it was answered")
        time.sleep(POLL_S)


def expect_not_ready(connection: RawConnection) -> None:
    """The end of the probe is sent; it is told `draining`, or the connection was closed without a word."""
    __tracebackhide__ = True
    connection.send(b"\r\n")
    reply = connection.read_reply()
    draining = refusal("draining")
    if not reply.answered:
        return
    try:
        code = json.loads(reply.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = "no error envelope"
    if (reply.status, code) != (draining.status, draining.code):
        raise ContractBreach("the probe is refused as 503 draining", f"{reply.status} {code}", reply.text)


def _ended(gateway: ProcessGateway, within_s: float) -> Outcome:
    __tracebackhide__ = True
    try:
        return gateway.wait(within_s=within_s)
    except ContractBreach:
        raise ContractBreach(
            f"a gateway that was told to stop has stopped within {within_s:g} s", "it still runs"
        ) from None
