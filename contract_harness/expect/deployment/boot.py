"""How a stack that was brought up fares, and where it keeps things."""

from __future__ import annotations

from contract_harness.compose.containers import Container
from contract_harness.compose.replay import Replay
from contract_harness.databases import HISTORY_TABLE
from contract_harness.expect.rows import Is


def _healthy(_: Replay, one: Container) -> str:
    return "" if one.is_running and one.is_healthy() else "it is not"


def _holding_the_history(replay: Replay, _: Container) -> str:
    # Imported here: runs on SQLite need no PostgreSQL driver.
    import psycopg

    query = f"SELECT count(*) FROM {HISTORY_TABLE}"  # noqa: S608 - our constant
    try:
        with psycopg.connect(replay.database.url, connect_timeout=5) as connection:
            row = connection.execute(query).fetchone()
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return "" if row and row[0] else "no migration there"


RUNNING: Is[Replay, Container] = {
    "healthy": _healthy,
    "holding the migration history": _holding_the_history,
}
