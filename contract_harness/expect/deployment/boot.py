"""How a stack that was brought up fares, and where it keeps things."""

from __future__ import annotations

from contract_harness.compose.replay import Replay
from contract_harness.databases import HISTORY_TABLE
from contract_harness.errors import ContractBreach


def expect_all_healthy(replay: Replay) -> None:
    """Every service runs, and its health check holds."""
    __tracebackhide__ = True
    ill = [name for name, one in replay.containers.items() if not (one.is_running and one.is_healthy())]
    if ill:
        raise ContractBreach("every service is healthy", f"{', '.join(ill)} is not")


def expect_history(replay: Replay) -> None:
    """The PostgreSQL of the stack holds the migration history of the gateway."""
    __tracebackhide__ = True
    # Imported here: runs on SQLite need no PostgreSQL driver.
    import psycopg

    query = f"SELECT count(*) FROM {HISTORY_TABLE}"  # noqa: S608 - our constant
    try:
        with psycopg.connect(replay.database.url, connect_timeout=5) as connection:
            row = connection.execute(query).fetchone()
    except psycopg.Error as error:
        raise ContractBreach(
            "the gateway keeps its state in the PostgreSQL of the stack", str(error).splitlines()[0]
        ) from None
    if row is None or row[0] < 1:
        raise ContractBreach(
            "the gateway keeps its state in the PostgreSQL of the stack", "no migration there"
        )
