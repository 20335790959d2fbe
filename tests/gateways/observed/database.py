"""Migrations one by one and without a lock, on a file that nobody waits for. Source: observed gateway, 8."""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

from reference_gateway.domain.migrations import DatabaseState, HistoryRow, Migration, MigrationStatus
from reference_gateway.mutants._stores import HandedOn
from reference_gateway.mutants.migration.apply import NamedAfterFiles
from reference_gateway.mutants.migration.refusals import Believing
from reference_gateway.store.queries import Query
from reference_gateway.store.sqlite import SqliteBackend
from reference_gateway.store.sqlite_migrations import SqliteMigrations, SqliteMigrationSession, _faults

LOG_LINE = "\x1b[2m2026-04-24T10:00:00.000000Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[2mgateway_store\x1b[0m: {}"
V18 = "ALTER TABLE model_routes ADD COLUMN profile_json TEXT NOT NULL DEFAULT '{}'"


class ImpatientMigrations(SqliteMigrations):
    """Fails for whoever reads or writes the file meanwhile: it keeps a journal, and waits for nobody."""

    @contextmanager
    def locked(self) -> Iterator[SqliteMigrationSession]:
        with _faults(self._path):
            self._exists()
            connection = _connected(self._path)
        try:
            with _faults(self._path):
                connection.execute("BEGIN IMMEDIATE")
                yield SqliteMigrationSession(connection)
                connection.execute("COMMIT")
        finally:
            connection.close()


class ImpatientStart(SqliteBackend):
    """
    Until it serves it waits for nobody, so that of two starts at once one dies.

    A file that it has open it goes on reading when that is moved away, and only a write finds it gone.
    """

    def _file(self) -> tuple[int, int]:
        return (0, 0)

    def execute(self, query: Query, /, **params: Any) -> int:
        super()._file()
        return super().execute(query, **params)

    def _connection(self) -> apsw.Connection:
        connection = super()._connection()
        if threading.current_thread() is threading.main_thread():
            connection.set_busy_timeout(0)
        return connection


class Store(HandedOn):
    """Has a V18, and makes an empty SQLite file by looking (8.1 and 8.5)."""

    @property
    def registry(self) -> Sequence[Migration]:
        return [*self.real.registry, Migration(18, "route_compatibility_profiles", V18)]

    def state(self) -> DatabaseState:
        path = getattr(self.real, "_path", None)
        if path is not None and path.parent.is_dir():
            path.touch()
        return self.real.state()


class Migrations(NamedAfterFiles, Believing):
    """History first, then validation, then each version by itself and without a lock (8.5 and 8.6)."""

    def apply(self) -> list[MigrationStatus]:
        with self._store.locked() as session:
            session.create_history()
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            if "migrate" in sys.argv:
                print(LOG_LINE.format(f"begin migration v{migration.version}"), flush=True)  # noqa: T201
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.run(migration)
                session.record(row, applied_at=self._clock())
        return self.status()


def _connected(path):
    from reference_gateway.store.sqlite import connect

    connection = connect(path, busy_timeout_ms=0)
    if connection.execute("PRAGMA journal_mode").fetchall()[0]["journal_mode"] != "wal":
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    return connection
