"""Commands that run at once, and what was there as each of them ended."""

from __future__ import annotations

import time
from dataclasses import dataclass

from contract_harness.configs.settings import as_typed
from contract_harness.installations.installation import Installation, Outcome, RunningCommand
from contract_harness.patience import POLL_S
from contract_harness.scenes.interruptions import what_is_there


@dataclass(frozen=True, slots=True)
class Ended:
    """One of several commands.

    Attributes:
        left: what the database held when it was seen to have ended: nothing, everything, or what part.
    """

    outcome: Outcome
    left: str


def run_at_once(places: list[Installation], words: str) -> list[Ended]:
    """Start this command, as typed, in each place before waiting for any; in the order of their ends.

    The database is looked at for the first time when one of them has ended.

    Raises:
        ContractBreach: one of them did not end in time.
    """
    __tracebackhide__ = True
    command, args = as_typed(words)
    running = [place.start(command, *args) for place in places]
    ended: list[Ended] = []
    while running:
        done = _first(running, within_s=places[0].patience.command_s)
        running.remove(done)
        left = "" if done.is_running else what_is_there(places[0].database)
        ended.append(Ended(done.wait(within_s=0), left))
    return ended


def _first(running: list[RunningCommand], *, within_s: float) -> RunningCommand:
    """The next of them to end; any of them when none does in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        for one in running:
            if not one.is_running:
                return one
        time.sleep(POLL_S / 4)
    return running[0]
