"""The processes of a gateway that serves with several, seen from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import time

from contract_harness.installations.installation import ProcessGateway
from contract_harness.patience import POLL_S, eventually

MOST_KILLS = 60
"""More than any supervisor should answer with another worker within a moment."""


def workers_of(gateway: ProcessGateway) -> list[int]:
    """The process ids beside that of the process that was started."""
    return sorted(set(gateway.pids()) - {gateway.pid})


def signal_one(gateway: ProcessGateway, number: signal.Signals) -> None:
    """Send a signal that ends to one worker, and wait until it is gone."""
    victim = workers_of(gateway)[0]
    _send(victim, number)
    eventually(
        lambda: victim not in gateway.pids(), within_s=gateway.patience.arrival_s, what="the end of a worker"
    )


def signal_as_they_come(gateway: ProcessGateway, number: signal.Signals) -> None:
    """Send a signal that ends to every worker there is, again and again, until the gateway gives up.

    Stops after `MOST_KILLS` or the patience for a start, whichever comes first.
    """
    deadline = time.monotonic() + gateway.patience.gateway_ready_s
    kills = 0
    while gateway.is_running and kills < MOST_KILLS and time.monotonic() < deadline:
        for pid in workers_of(gateway):
            _send(pid, number)
            kills += 1
        time.sleep(POLL_S)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
