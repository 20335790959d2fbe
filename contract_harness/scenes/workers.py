"""The processes of a gateway that serves with several, seen from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import time

from contract_harness.drivers.ports import is_free
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Outcome, ProcessGateway
from contract_harness.patience import POLL_S, eventually

MOST_KILLS = 60
"""More than any supervisor should answer with another worker within a moment."""


def workers_of(gateway: ProcessGateway) -> list[int]:
    """The process ids beside that of the process that was started."""
    return sorted(set(gateway.pids()) - {gateway.pid})


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


def kill_one(gateway: ProcessGateway) -> None:
    """SIGKILL for one worker, and wait until it is gone."""
    victim = workers_of(gateway)[0]
    _kill(victim)
    eventually(
        lambda: victim not in gateway.pids(), within_s=gateway.patience.arrival_s, what="the end of a worker"
    )


def kill_as_they_come(gateway: ProcessGateway) -> None:
    """SIGKILL for every worker there is, again and again, until the gateway gives up.

    Stops after `MOST_KILLS` or the patience for a start, whichever comes first.
    """
    deadline = time.monotonic() + gateway.patience.gateway_ready_s
    kills = 0
    while gateway.is_running and kills < MOST_KILLS and time.monotonic() < deadline:
        for pid in workers_of(gateway):
            _kill(pid)
            kills += 1
        time.sleep(POLL_S)


def tell_each(gateway: ProcessGateway) -> None:
    """SIGTERM for every process, as a service manager sends it to the whole group."""
    for pid in gateway.pids():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def expect_given_up(gateway: ProcessGateway) -> Outcome:
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
    return outcome


def expect_nobody_left(gateway: ProcessGateway) -> None:
    """No process of it is left, and its port is free.

    Raises:
        ContractBreach: one is.
    """
    __tracebackhide__ = True
    port = int(gateway.base_url.rpartition(":")[2])
    eventually(
        lambda: not gateway.pids() and is_free(port),
        within_s=gateway.patience.close_s,
        what="the end of every process",
    )


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
