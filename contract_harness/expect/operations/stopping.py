"""How a gateway ended that was told to, and what became of connections without a call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome, ProcessGateway
from contract_harness.patience import POLL_S, expect_undelayed
from contract_harness.scenes.orchestrator import refuses

_MUCH_LATER = 2.0
"""So many times the patience for one close: until then a gateway on a slow machine is waited for."""


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


def expect_stopped_about(
    gateway: ProcessGateway, *, grace_s: float, told_at: float, control: Callable[[], float]
) -> None:
    """It used its grace and no more than the patience for one close beside it.

    Args:
        control: measures how long an end takes with nothing in flight, in seconds.
    """
    __tracebackhide__ = True
    limit_s = gateway.patience.close_s
    promised = f"a gateway that was told to stop has stopped when {grace_s:g} s are over"
    _ended(gateway, grace_s + _MUCH_LATER * limit_s)
    took_s = time.monotonic() - told_at
    if took_s < grace_s:
        raise ContractBreach(f"calls in flight may take {grace_s:g} s more", f"it ended after {took_s:.2f} s")
    expect_undelayed(took_s - grace_s, limit_s, control=control, promised=promised)


def expect_closed(connections: Iterable[RawConnection]) -> None:
    """The gateway has closed every connection on which nothing is asked."""
    __tracebackhide__ = True
    if not all(connection.is_closed() for connection in connections):
        raise ContractBreach("an idle connection is closed while the gateway drains", "it stays open")


def expect_refuses(gateway: ProcessGateway) -> None:
    """Newcomers get no connection, at the latest when a close would have been seen; it still runs."""
    __tracebackhide__ = True
    deadline = time.monotonic() + gateway.patience.close_s
    while not refuses(gateway):
        if time.monotonic() > deadline:
            raise ContractBreach("a new connection is refused while the gateway drains", "it was answered")
        time.sleep(POLL_S)
    deadline = time.monotonic() + gateway.patience.close_s / 3
    while gateway.is_running and time.monotonic() < deadline:
        time.sleep(POLL_S)
    if not gateway.is_running:
        raise ContractBreach("the gateway drains while a call is in flight", "it has ended")


def _ended(gateway: ProcessGateway, within_s: float) -> Outcome:
    __tracebackhide__ = True
    try:
        return gateway.wait(within_s=within_s)
    except ContractBreach:
        raise ContractBreach(
            f"a gateway that was told to stop has stopped within {within_s:g} s", "it still runs"
        ) from None
