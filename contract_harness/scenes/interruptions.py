"""
Applies that are killed: at moments spread over their life, most of them while they write.

A rehearsal shows when the first write comes and how long the rest takes; a reader watches it all the while.
A store that is strict about locks may fail because of that reader, which says nothing of the gateway: it is
then asked again without. Then each apply gets a database of its own and is killed at its moment: some before
the first write, counted from the start, the others after it, counted from that write.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from contract_harness.databases import Database
from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Installation, Outcome, RunningCommand
from contract_harness.installations.pool import Installations
from contract_harness.ledger.baseline import baseline
from contract_harness.patience import POLL_S

BEFORE_THE_FIRST_WRITE = (0.5,)
"""When to kill, as a share of the time from start to first write."""
AFTER_THE_FIRST_WRITE = (0.0, 0.15, 0.35, 0.7)
"""When to kill, as a share of the time from first write to end."""

FIRST_WRITE = "its first write"
NOTHING, EVERYTHING = "nothing of the baseline", "the whole baseline"
WHOLE = (NOTHING, EVERYTHING)


@dataclass(frozen=True, slots=True)
class Interruption:
    """One killed apply.

    Attributes:
        moment: when it was killed, in words.
        left: what its database held afterwards: nothing, everything, or what part.
        rerun: how the apply after it ended; None when there was nothing left to apply.
    """

    moment: str
    left: str
    rerun: Outcome | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One apply that nobody killed.

    Attributes:
        first_write_s: from its start to its first write.
        writing_s: from its first write to its end.
        sights: what a reader saw meanwhile, without repetition.
    """

    first_write_s: float
    writing_s: float
    sights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interruptions:
    """A rehearsal and what came of the kills after it."""

    rehearsal: Rehearsal
    kills: tuple[Interruption, ...]


def interrupt_applies(installations: Installations) -> Interruptions:
    """Rehearse, then kill an apply at each moment, and run it again on what the kill left undone."""
    __tracebackhide__ = True
    rehearsal = _rehearse(installations)
    kills = [
        _kill(installations.new(), share * rehearsal.first_write_s, since="its start")
        for share in BEFORE_THE_FIRST_WRITE
    ]
    kills += [
        _kill(installations.new(), share * rehearsal.writing_s, since=FIRST_WRITE)
        for share in AFTER_THE_FIRST_WRITE
    ]
    return Interruptions(rehearsal, tuple(kills))


def what_is_there(database: Database) -> str:
    """Nothing, everything, or in words what part of the baseline is in the database now.

    Tables and history are read one after the other, so a commit between the two looks like a part once;
    a part is believed when it is seen twice running.
    """
    first = _glimpse(database)
    return first if first in WHOLE else _glimpse(database)


def _glimpse(database: Database) -> str:
    promised = database.names.promised
    there = database.baseline_tables()
    versions = [row["version"] for row in database.history()]
    if not there and not versions:
        return NOTHING
    if there == promised and baseline().version in versions:
        return EVERYTHING
    return f"{len(there)} of {len(promised)} tables with {len(versions)} history rows"


def _rehearse(installations: Installations) -> Rehearsal:
    """One apply with a reader beside it and, when the reader's locks were too much for it, one without."""
    __tracebackhide__ = True
    watched, outcome = _rehearse_once(installations.new(), is_watched=True)
    if outcome.exit_code == 0:
        return watched
    alone, outcome = _rehearse_once(installations.new(), is_watched=False)
    if outcome.exit_code != 0:
        raise ContractBreach("an apply that is left alone succeeds", "it failed", outcome.shown)
    return replace(alone, sights=watched.sights)


def _rehearse_once(installation: Installation, *, is_watched: bool) -> tuple[Rehearsal, Outcome]:
    database = installation.database
    apply = installation.start("migrate", "--apply")
    first_write_s = _wait_for_first_write(apply, database)
    sights: dict[str, None] = {}
    while is_watched and apply.is_running:
        sights[what_is_there(database)] = None
    outcome = apply.wait()
    return Rehearsal(first_write_s, outcome.duration_s - first_write_s, tuple(sights)), outcome


def _kill(installation: Installation, after_s: float, *, since: str) -> Interruption:
    __tracebackhide__ = True
    database = installation.database
    apply = installation.start("migrate", "--apply")
    if since == FIRST_WRITE:
        _wait_for_first_write(apply, database)
    apply.child.wait(after_s)
    apply.kill()
    database.wait_until_idle()
    left = what_is_there(database)
    rerun = None if left == EVERYTHING else installation.run("migrate", "--apply")
    return Interruption(f"{after_s * 1000:.0f} ms after {since}", left, rerun)


def _wait_for_first_write(apply: RunningCommand, database: Database) -> float:
    """Seconds from the start of *apply* until it wrote, or until it ended without being seen to."""
    while apply.is_running and not database.is_being_written():
        time.sleep(POLL_S / 4)
    return time.monotonic() - apply.child.began
