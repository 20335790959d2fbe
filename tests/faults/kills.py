"""SIGKILL under load: nothing acknowledged is lost, and the next start needs no help."""

from __future__ import annotations

import signal
import time

import apsw

from contract_harness.databases.sqlite import SqliteDatabase
from contract_harness.installations.installation import Installation
from tests.faults.load import PEOPLE, Load, lost
from tests.faults.place import seconds_until
from tests.faults.table import Row, ms

SPREAD_S = 0.3
"""From the earliest kill to the latest, after the first few changes were acknowledged."""


def gateway_killed(installation: Installation, database: str, kills: int) -> Row:
    """Kill it *kills* times, each a little later after people began to sign in, and start it again."""
    loads: list[Load] = []
    starts_s: list[float] = []
    wrong = 0
    gateway = installation.serve()
    for number in range(kills):
        with Load(gateway, installation.credentials) as load:
            seconds_until(lambda load=load: load.acknowledged >= PEOPLE)
            # Nothing to wait for: the moment of the kill is the parameter of the experiment.
            time.sleep(SPREAD_S * number / kills)
            gateway.signal(signal.SIGKILL)
        gateway.kill()
        gateway = installation.serve()
        starts_s.append(gateway.ready_after_s)
        wrong += lost(gateway, load)
        loads.append(load)
    wrong += sum(lost(gateway, load) for load in loads)
    acknowledged = sum(load.acknowledged for load in loads)
    sound = _is_sound(installation)
    observed = (
        f"{acknowledged} changes acknowledged, {wrong} lost; ready again after "
        f"{ms(sorted(starts_s)[len(starts_s) // 2])} (median), {ms(max(starts_s))} (longest)"
    )
    gateway.stop()
    return Row(
        f"gateway killed (SIGKILL) under load, {kills} times",
        database,
        observed,
        held=wrong == 0 and acknowledged > 0 and sound,
    )


def _is_sound(installation: Installation) -> bool:
    """SQLite's own judgement of its file; PostgreSQL's files were never touched."""
    database = installation.database
    if not isinstance(database, SqliteDatabase):
        return True
    with apsw.Connection(str(database.path), flags=apsw.SQLITE_OPEN_READONLY) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
