"""The processes of a gateway that serves with several, and their end."""

from __future__ import annotations

import time
from collections.abc import Callable

from contract_harness.drivers.ports import is_free
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import ProcessGateway
from contract_harness.patience import eventually, expect_undelayed
from contract_harness.scenes.orchestrator import workers_of

_MUCH_LATER = 3.0
"""So many times the patience for one close: until then the end is waited for on a slow machine."""


def expect_workers(gateway: ProcessGateway, count: int) -> None:
    """So many are there, at the latest when what has happened has arrived.

    Raises:
        ContractBreach: fewer or more.
    """
    __tracebackhide__ = True
    eventually(
        lambda: len(workers_of(gateway)) == count,
        within_s=gateway.patience.arrival_s,
        what=f"{count} workers",
    )


def expect_given_up(gateway: ProcessGateway) -> None:
    """It has ended with a failure that speaks of workers.

    Raises:
        ContractBreach: it runs, or ended otherwise.
    """
    __tracebackhide__ = True
    if gateway.is_running:
        raise ContractBreach("a gateway whose workers keep dying gives up", "it goes on replacing them")
    outcome = gateway.wait()
    if outcome.exit_code != 1 or "worker" not in outcome.stderr:
        raise ContractBreach("it gives up with exit code 1 and names its workers", outcome.shown)


def expect_nobody_left(gateway: ProcessGateway, *, control: Callable[[], float]) -> None:
    """No process of it is left, and its port is free.

    Args:
        control: measures how long an end takes with nothing in the way, in seconds.

    Raises:
        ContractBreach: one is.
    """
    __tracebackhide__ = True
    limit_s, began = gateway.patience.close_s, time.monotonic()
    eventually(
        lambda: not gateway.pids() and _gave_up_its_port(gateway),
        within_s=_MUCH_LATER * limit_s,
        what="the end of every process",
    )
    expect_undelayed(time.monotonic() - began, limit_s, control=control, promised="no process is left")


def _gave_up_its_port(gateway: ProcessGateway) -> bool:
    return is_free(int(gateway.base_url.rpartition(":")[2]))
