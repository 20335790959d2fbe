"""
Every wait of the harness, in one table, in seconds.

A slow machine stretches the whole table with `GATEWAY_CONTRACTS_PATIENCE=3` (a factor); nobody edits a step.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TypeVar

from contract_harness.errors import ContractBreach, HarnessError

FACTOR_VARIABLE = "GATEWAY_CONTRACTS_PATIENCE"
POLL_S = 0.004
"""Between two looks at something that is about to happen. It never decides anything."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the harness waits for each thing before it says that it did not happen."""

    gateway_ready_s: float = 20.0
    """From exec to the first 200 on the readiness path, migrations included."""
    gateway_stop_s: float = 10.0
    """From SIGTERM to the end of the process; then it is killed."""
    command_s: float = 45.0
    """From exec to exit of a command such as `migrate --apply`, or of a start that fails.

    Longer than the half minute for which a common connection pool goes on asking a database that is down.
    """
    connect_s: float = 2.0
    """Until a listening gateway accepts a connection."""
    reply_s: float = 15.0
    """From the first byte of a request to the last byte of its answer."""
    arrival_s: float = 5.0
    """Until something already sent is seen at the other end: a recorded call, a first chunk, a log line."""
    close_s: float = 3.0
    """Until a connection that must be closed is closed."""
    database_s: float = 10.0
    """Until a database answers a query or lets a short lock go."""
    telemetry_s: float = 12.0
    """Until a collector has what was observed: batches wait for company, metrics for their interval."""
    undelayed_s: float = 4.0
    """Within which a boot, an answer or an end counts as not having waited for a collector."""
    server_ready_s: float = 30.0
    """From starting a PostgreSQL server to its first connection, creating its data directory included."""

    @classmethod
    def from_environment(cls) -> Patience:
        """The table, stretched by the factor in `GATEWAY_CONTRACTS_PATIENCE`.

        Raises:
            HarnessError: the factor is not a number above zero.
        """
        text = os.environ.get(FACTOR_VARIABLE, "1")
        try:
            factor = float(text)
        except ValueError:
            factor = 0.0
        if not 0 < factor < 1000:
            raise HarnessError(f"{FACTOR_VARIABLE}={text!r} is not a factor: give a number such as 1 or 2.5.")
        return cls().stretched(factor)

    @property
    def factor(self) -> float:
        """By how much the table is stretched."""
        return self.reply_s / Patience().reply_s

    def stretched(self, factor: float) -> Patience:
        """The same table with every wait multiplied by *factor*."""
        return Patience(**{field.name: getattr(self, field.name) * factor for field in fields(self)})


def eventually(
    probe: Callable[[], T | None], *, within_s: float, what: str, since_s: float | None = None
) -> T:
    """Ask *probe* until it gives something truthy, and give that back; once at least.

    Args:
        since_s: the moment of `time.monotonic` that *within_s* counts from, now unless given.

    Raises:
        ContractBreach: it never did; *what* names the awaited thing ("the second call at the provider").
    """
    __tracebackhide__ = True
    deadline = (time.monotonic() if since_s is None else since_s) + within_s
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() >= deadline:
            raise ContractBreach(f"{what} within {within_s:g} s", "it did not happen")
        time.sleep(POLL_S)


def expect_undelayed(
    took_s: float, limit_s: float, *, control: Callable[[], float], promised: str, detail: str = ""
) -> None:
    """It took no longer than the limit or, on a slow machine, than that beside what it takes anyway.

    Args:
        control: measures the same thing without what might delay it, in seconds; only asked beyond the limit.
        promised: a sentence of the contract.

    Raises:
        ContractBreach: it was delayed.
        HarnessError: the control is beyond the limit as well, so nobody can tell.
    """
    __tracebackhide__ = True
    if took_s <= limit_s:
        return
    usual_s = control()
    if usual_s > limit_s:
        raise HarnessError(
            f"this machine is too slow to tell whether {promised}: it takes {usual_s:.1f} s with nothing in "
            "the way. Stretch every wait with --patience 3, or verify on a quieter machine."
        )
    if took_s - usual_s > limit_s:
        observed = f"{took_s:.2f} s, and {usual_s:.2f} s with nothing in the way"
        raise ContractBreach(f"{promised}, within {limit_s:g} s", observed, detail)
