"""Which factory makes databases of which kind."""

from __future__ import annotations

from pathlib import Path

from contract_harness.databases.model import DatabaseFactory
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.databases.table_names import TableNames
from contract_harness.patience import Patience


def factory_for(
    kind: str, folder: Path, patience: Patience, names: TableNames | None = None
) -> DatabaseFactory:
    """A factory of databases of *kind*, "libsql" or "postgres"; files go below *folder*.

    Args:
        names: what the gateway calls its tables, where otherwise than the contract.

    Raises:
        MissingServer: PostgreSQL is asked for and none could be had.
    """
    if kind == "postgres":
        # psycopg costs more than a tenth of a second to import, and SQLite runs do not need it.
        from contract_harness.databases.postgres_factory import PostgresFactory

        return PostgresFactory(patience, names)
    return SqliteFactory(folder, patience, names)
