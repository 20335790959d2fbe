"""
Migrating a SQLite file: looking at it without touching it, and changing it under the write lock.

A file that does not exist is an empty database and stays absent until something is applied.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import apsw

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import HISTORY_TABLE, DatabaseState, HistoryRow, Migration
from reference_gateway.store.moments import seconds
from reference_gateway.store.registry import registry
from reference_gateway.store.sqlite import connect

LOCK_WAIT_MS = 60_000
"""How long an apply waits for another one."""

_EMPTY = DatabaseState(history=(), tables=frozenset())


class SqliteMigrations:
    """Implements `ports.MigrationStore`."""

    backend = "libsql"

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def registry(self) -> Sequence[Migration]:
        """Every SQLite migration, ascending by version."""
        return registry("sqlite")

    def state(self) -> DatabaseState:
        """What the file shows; it is opened so that not even a side file is written.

        Only when another process left or holds a journal beside the file may SQLite use its locks, and
        recover what a killed process left half-done.
        """
        with _faults(self._path):
            if not self._exists():
                return _EMPTY
            before = self._fingerprint()
            if not self._side_files():
                try:
                    state = self._look("mode=ro&immutable=1")
                except apsw.Error:
                    # Read while another process was writing: nothing can be concluded from that.
                    if not self._side_files() and before == self._fingerprint():
                        raise
                else:
                    if not self._side_files() and before == self._fingerprint():
                        return state
            return self._look("mode=rw")

    @contextmanager
    def locked(self) -> Iterator["SqliteMigrationSession"]:
        """BEGIN IMMEDIATE, waiting for its turn; committed when the block ends well."""
        with _faults(self._path):
            self._exists()
            connection = connect(self._path, busy_timeout_ms=LOCK_WAIT_MS)
        try:
            with _faults(self._path):
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE")
                yield SqliteMigrationSession(connection)
                connection.execute("COMMIT")
        finally:
            # Closing rolls back what was not committed.
            connection.close()

    def _exists(self) -> bool:
        if not self._path.parent.is_dir():
            raise DatabaseFault(
                f"SQLite database {self._path} cannot be opened: {self._path.parent} is not a directory; "
                "create it or change database.path"
            )
        return self._path.exists()

    def _look(self, mode: str) -> DatabaseState:
        uri = f"file:{quote(str(self._path.absolute()))}?{mode}"
        flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE
        connection = connect(Path(uri), flags=flags, busy_timeout_ms=LOCK_WAIT_MS)
        try:
            connection.execute("BEGIN")
            return SqliteMigrationSession(connection).state()
        finally:
            connection.close()

    def _side_files(self) -> bool:
        names = (self._path.with_name(self._path.name + suffix) for suffix in ("-wal", "-journal"))
        return any(_size_bytes(path) for path in names)

    def _fingerprint(self) -> tuple[int, int]:
        stat = self._path.stat()
        return stat.st_mtime_ns, stat.st_size


class SqliteMigrationSession:
    """Implements `ports.MigrationSession`."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def state(self) -> DatabaseState:
        """What the transaction sees."""
        names = self._connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        tables = frozenset(str(row["name"]) for row in names)
        if HISTORY_TABLE not in tables:
            return DatabaseState((), tables)
        rows = self._connection.execute(
            f"SELECT version, name, checksum FROM {HISTORY_TABLE} ORDER BY version"  # noqa: S608 - a constant
        )
        history = tuple(HistoryRow(**row) for row in rows)
        return DatabaseState(history, tables)

    def create_history(self) -> None:
        """Create the history table where it is absent."""
        self._connection.execute(
            f"CREATE TABLE IF NOT EXISTS {HISTORY_TABLE} ("
            "version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_on INTEGER NOT NULL, "
            "checksum TEXT NOT NULL)"
        )

    def run(self, migration: Migration) -> None:
        """Execute the migration's statements."""
        for _ in self._connection.execute(migration.sql):
            pass

    def record(self, row: HistoryRow, *, applied_at: datetime) -> None:
        """Remember the migration as applied."""
        self._connection.execute(
            f"INSERT INTO {HISTORY_TABLE} (version, name, applied_on, checksum) VALUES (?, ?, ?, ?)",  # noqa: S608
            (row.version, row.name, seconds(applied_at), row.checksum),
        )


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except apsw.NotADBError:
        raise DatabaseFault(f"{path} is not a SQLite database; change database.path or remove it") from None
    except apsw.Error as error:
        raise DatabaseFault(f"SQLite database {path} cannot be used: {error}") from error
    except OSError as error:
        raise DatabaseFault(f"SQLite database {path} cannot be used: {error.strerror}") from error


def _size_bytes(path: Path) -> int:
    """0 when it is not there: asked once, since whoever made a journal may remove it at any moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
