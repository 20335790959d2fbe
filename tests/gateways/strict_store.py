"""
Our gateway on a SQLite file as many keep one: a rollback journal, small changes, and no waiting for a lock.

Whoever finds the file locked fails at once, also when somebody only reads it while a change is committed; of
two starts at the same moment one fails.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reference_gateway.cli import main
from reference_gateway.store import sqlite
from reference_gateway.store.sqlite_migrations import SqliteMigrations, SqliteMigrationSession, _faults
from reference_gateway.wiring import Parts

SMALL_CHANGES = 200


class Impatient(apsw.Connection):
    """Never waits."""

    def set_busy_timeout(self, *_: Any) -> None:
        """For nothing."""
        super().set_busy_timeout(0)


class InSmallSteps(SqliteMigrations):
    """Counts in the file what it is about to do, one change after the other, before it migrates."""

    @contextmanager
    def locked(self) -> Iterator[SqliteMigrationSession]:
        """Locked."""
        with _faults(self._path):
            connection = sqlite.connect(self._path)
            for number in range(SMALL_CHANGES):
                connection.execute(f"PRAGMA user_version = {number}")
            connection.close()
        with super().locked() as session:
            yield session


def keep_a_journal(connection: apsw.Connection) -> None:
    """In place of a write-ahead log."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()


if __name__ == "__main__":
    sqlite.apsw.Connection = Impatient  # type: ignore[misc]
    sqlite.use_wal = keep_a_journal
    sys.exit(main(sys.argv[1:], replace(Parts(), sqlite_migrations=InSmallSteps)))
