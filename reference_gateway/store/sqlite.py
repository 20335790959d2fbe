"""
SQLite through apsw: one connection a thread, WAL, one writer at a time.

SQLite's own waiting for the write lock is unfair and can starve a thread for over a second, so threads of
this process queue on a lock first and only one of them asks SQLite. A transaction is BEGIN IMMEDIATE from
the start: one that begins by reading could not be upgraded once another has written.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from reference_gateway.domain.errors import Conflict, GatewayError, StoreError, StoreUnavailable
from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.store.backend import LOOK_S, Row
from reference_gateway.store.queries import Query

BUSY_TIMEOUT_MS = 5_000
"""How long a statement waits for another thread or process to finish writing."""
STARTUP_BUSY_TIMEOUT_MS = 60_000
"""How long startup work waits for another replica's."""

_UNAVAILABLE = (
    apsw.BusyError,
    apsw.LockedError,
    apsw.CantOpenError,
    apsw.IOError,
    apsw.FullError,
    apsw.ReadOnlyError,
    apsw.NotADBError,
    apsw.CorruptError,
    apsw.PermissionsError,
)


class SqliteBackend:
    """One database file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._writer = threading.RLock()
        self._all: list[apsw.Connection] = []
        self._all_lock = threading.Lock()

    def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
        """Every row, by column name."""
        with translated():
            rows: list[Row] = list(self._connection().execute(query.text, params))
            return rows

    def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
        """The first row; None when there is none."""
        rows = self.fetch_all(query, **params)
        return rows[0] if rows else None

    def look(self, query: Query, /) -> list[Row]:
        """Every row, without waiting for long; the connection is this thread's, since reads wait for none."""
        with translated():
            connection = self._connection()
            connection.set_busy_timeout(int(LOOK_S * 1000))
            try:
                return list(connection.execute(query.text))
            finally:
                connection.set_busy_timeout(BUSY_TIMEOUT_MS)

    def execute(self, query: Query, /, **params: Any) -> int:
        """Run a write; the number of rows it changed."""
        with self._turn(), translated():
            connection = self._connection()
            connection.execute(query.text, params).fetchall()
            return connection.changes()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE under the writer lock; joins the one this thread is already in."""
        with self._turn():
            with translated():
                connection = self._connection()
                joins = connection.in_transaction
                if not joins:
                    connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if not joins and connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            if not joins:
                with translated():
                    connection.execute("COMMIT")

    @contextmanager
    def startup_lock(self) -> Iterator[None]:
        """The write lock of the file is already one for all processes; only the patience is another."""
        with translated():
            connection = self._connection()
        connection.set_busy_timeout(STARTUP_BUSY_TIMEOUT_MS)
        try:
            with self.transaction():
                yield
        finally:
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """This thread's turn to write."""
        if not self._writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise StoreUnavailable("too many writes wait for the database")
        try:
            yield
        finally:
            self._writer.release()

    def close(self) -> None:
        """Close every thread's connection."""
        with self._all_lock:
            for connection in self._all:
                connection.close()
            self._all.clear()

    def _connection(self) -> apsw.Connection:
        """This thread's, opened again when the file is another one: a backup was put in its place."""
        held: apsw.Connection | None = getattr(self._local, "connection", None)
        if held is not None and held.in_transaction:
            return held
        file = self._file()
        if held is not None and self._local.file == file:
            return held
        if held is not None:
            self._forget(held)
        connection = connect(self._path, flags=apsw.SQLITE_OPEN_READWRITE)
        use_wal(connection)
        self._local.connection, self._local.file = connection, file
        with self._all_lock:
            self._all.append(connection)
        return connection

    def _file(self) -> tuple[int, int]:
        """Which file the path names now; SQLite itself would go on with one that was moved away.

        Raises:
            StoreUnavailable: none.
        """
        try:
            found = self._path.stat()
        except OSError as error:
            raise StoreUnavailable("the database does not answer") from DatabaseFault(
                f"SQLite database {self._path}: {error.strerror}"
            )
        return found.st_dev, found.st_ino

    def _forget(self, connection: apsw.Connection) -> None:
        self._local.connection = None
        with self._all_lock:
            self._all.remove(connection)
        connection.close()


def connect(
    path: Path, *, flags: int | None = None, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> apsw.Connection:
    """A connection whose rows are dicts and whose foreign keys are enforced."""
    if flags is None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=flags)
    connection.set_busy_timeout(busy_timeout_ms)
    connection.row_trace = _as_dict
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def use_wal(connection: apsw.Connection) -> None:
    """Switch to write-ahead logging, which stays with the file.

    The switch needs the file alone and SQLite does not wait for that by itself, so processes opening a new
    file together would fail without this loop.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except apsw.BusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _as_dict(cursor: apsw.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.get_description(), row, strict=True)}


@contextmanager
def translated() -> Iterator[None]:
    """Driver errors become what a client may be told; the driver's words stay in the cause."""
    try:
        yield
    except GatewayError:
        raise
    except apsw.ConstraintError as error:
        raise Conflict("these values conflict with an existing row") from error
    except _UNAVAILABLE as error:
        raise StoreUnavailable("the database does not answer") from DatabaseFault(f"SQLite: {error}")
    except apsw.Error as error:
        raise StoreError from error
