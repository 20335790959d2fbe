"""SQLite databases: one file each, in a folder of their own."""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from contract_harness.databases import fault_attribution
from contract_harness.databases.model import Database, DatabaseFactory, Params, Row
from contract_harness.databases.sqlite_obstacles import SqliteObstacles
from contract_harness.databases.table_names import TableNames
from contract_harness.errors import HarnessError
from contract_harness.patience import POLL_S, Patience

_LOGS_BYTES = 32 * 1024
"""More than a gateway says of a start and a few calls."""
_WRITE_VERSION_AT = 18
_WAL_WRITE_VERSION = 2
_UNKNOWN_WRITE_VERSION = 3
_SYSTEM = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


class SqliteDatabase(SqliteObstacles):
    """A database file, which need not exist yet.

    Attributes:
        path: of the file; its folder exists and holds nothing else.
    """

    kind = "libsql"

    def __init__(self, folder: Path, patience: Patience, names: TableNames) -> None:
        folder.mkdir(parents=True)
        self.path = folder / "gateway.db"
        self.names = names
        self._patience = patience
        self._known_write_version = _WAL_WRITE_VERSION

    def __repr__(self) -> str:
        return f"SqliteDatabase({self.path.name!r} of {self.path.parent.name!r})"

    def config(self) -> dict[str, Any]:
        """`kind` and `path`."""
        return {"kind": self.kind, "path": str(self.path)}

    def exists(self) -> bool:
        """The file is there, be it empty."""
        return self.path.exists()

    def own_tables(self) -> frozenset[str]:
        """The names of all tables but SQLite's own."""
        found = self.rows(f"SELECT name FROM sqlite_schema WHERE type = 'table' AND {_SYSTEM}")  # noqa: S608 - constant
        return frozenset(row["name"] for row in found)

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """What a query gives; nothing when there is no file (which is not created)."""
        if not self.exists():
            return []
        with self._blaming(), self._opened(self._to_read()) as connection:
            return _rows(connection, sql, params)

    def execute(self, sql: str, params: Params = ()) -> None:
        """Change something, in a transaction of its own; creates the file."""
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        with self._blaming(), self._opened(flags) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                # Statements after one that gives rows run only when those rows are taken.
                connection.execute(sql, params).fetchall()
            connection.execute("COMMIT")

    def schema(self) -> list[str]:
        """Type, name and definition of each table, index, view and trigger."""
        found = self.rows(
            "SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema ORDER BY type, name"
        )
        return [f"{row['type']} {row['name']} of {row['tbl_name']}: {row['sql']}" for row in found]

    def contents(self) -> Iterator[str]:
        """Every row of every table, SQLite's own counters included."""
        if not self.exists():
            return
        with self._blaming(), self._opened(self._to_read()) as connection:
            names = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"
                )
            ]
            for name in names:
                yield name
                yield from sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - a name from the schema

    def drop(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def go_away(self) -> None:
        """Move the file and its side files into a folder beside it."""
        self._move(self.path.parent, self._elsewhere)

    def come_back(self) -> None:
        """Move them back; what was made at their place meanwhile is replaced."""
        self._move(self._elsewhere, self.path.parent)

    def is_being_written(self) -> bool:
        """A transaction has written: a journal is there, or frames wait in the WAL, or the file has grown.

        A WAL that a finished transaction left behind counts too, so ask only before the first one ends.
        """
        return any(_size(self._side(suffix)) > 0 for suffix in ("-journal", "-wal")) or _size(self.path) > 0

    def wait_until_idle(self) -> None:
        """Return when an exclusive lock can be had."""
        if not self.exists():
            return
        deadline = time.monotonic() + self._patience.database_s
        while True:
            try:
                with self._opened(apsw.SQLITE_OPEN_READWRITE) as connection:
                    connection.set_busy_timeout(0)
                    connection.execute("BEGIN EXCLUSIVE; ROLLBACK")
                return
            except apsw.BusyError:
                if time.monotonic() > deadline:
                    raise HarnessError(
                        f"{self.path.name} stayed locked for {self._patience.database_s:g} s."
                    ) from None
                time.sleep(POLL_S)

    def copy_to(self, other: SqliteDatabase) -> None:
        """Copy the file after moving the WAL into it."""
        if not self.exists():
            return
        if _size(self._side("-wal")):
            with self._opened(apsw.SQLITE_OPEN_READWRITE) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.path, other.path)

    def refuse_writes(self) -> None:
        """Set the file's write version to one SQLite does not know. Source: SQLite file format, 1.3.3."""
        self._known_write_version = self._write_version()
        self._set_write_version(_UNKNOWN_WRITE_VERSION)

    def take_writes(self) -> None:
        """Set it to what it was."""
        self._set_write_version(self._known_write_version)

    def run_out_of_room(self, pids: Sequence[int], room_bytes: int) -> Callable[[], None]:
        """Limit what the log of changes may grow to; the file itself is written later.

        Without such a log the file may not grow: what was overwritten can be put back, as on a full disk.
        """
        is_logged = self._write_version() == _WAL_WRITE_VERSION
        grows, room = (self._side("-wal"), room_bytes) if is_logged else (self.path, 0)
        largest = max(_size(grows), _LOGS_BYTES) + room
        before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, hard))

        def make_room() -> None:
            for pid, limits in before.items():
                with suppress(ProcessLookupError):
                    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

        return make_room

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the file's one write lock."""
        with self._opened(apsw.SQLITE_OPEN_READWRITE) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def _to_read(self) -> int:
        """Whoever was killed leaves a journal, and only who may write can take back what it holds."""
        is_torn = _size(self._side("-journal")) > 0
        return apsw.SQLITE_OPEN_READWRITE if is_torn else apsw.SQLITE_OPEN_READONLY

    def _write_version(self) -> int:
        with self.path.open("rb") as file:
            file.seek(_WRITE_VERSION_AT)
            return file.read(1)[0]

    def _set_write_version(self, version: int) -> None:
        if _size(self._side("-wal")):
            with self._opened(apsw.SQLITE_OPEN_READWRITE) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with self.path.open("r+b") as file:
            file.seek(_WRITE_VERSION_AT)
            file.write(bytes([version]))

    @property
    def _elsewhere(self) -> Path:
        return self.path.parent / "elsewhere"

    def _move(self, here: Path, there: Path) -> None:
        there.mkdir(exist_ok=True)
        for suffix in ("", "-wal", "-shm"):
            file = here / (self.path.name + suffix)
            if file.exists():
                file.replace(there / file.name)

    def _side(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    @contextmanager
    def _blaming(self) -> Iterator[None]:
        try:
            yield
        except (apsw.BusyError, apsw.LockedError):
            raise fault_attribution.stayed_locked(self._patience.database_s) from None
        except apsw.Error as error:
            raise fault_attribution.is_not_as_promised(error) from None

    @contextmanager
    def _opened(self, flags: int) -> Iterator[apsw.Connection]:
        connection = apsw.Connection(str(self.path), flags)
        try:
            connection.set_busy_timeout(int(self._patience.database_s * 1000))
            yield connection
        finally:
            connection.close()


class SqliteFactory(DatabaseFactory):
    """Makes SQLite databases below one folder."""

    kind = "libsql"

    def __init__(self, folder: Path, patience: Patience, names: TableNames | None = None) -> None:
        self._folder = folder
        self._names = names or TableNames()
        self._patience = patience
        self._count = 0
        self._templates: dict[str, SqliteDatabase] = {}

    @property
    def about(self) -> str:
        """The library this process has; the gateway brings its own."""
        return f"a file for each scenario, looked at with SQLite {apsw.sqlite_lib_version()}"

    def empty(self) -> SqliteDatabase:
        """A folder in which the file does not exist yet."""
        self._count += 1
        return SqliteDatabase(self._folder / f"db{self._count}", self._patience, self._names)

    def from_template(self, name: str, prepare: Callable[[Database], None]) -> SqliteDatabase:
        """A copy of the file that *prepare* filled."""
        template = self._templates.get(name)
        if template is None:
            template = self.empty()
            prepare(template)
            self._templates[name] = template
        copy = self.empty()
        template.copy_to(copy)
        return copy

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _rows(connection: apsw.Connection, sql: str, params: Params) -> list[Row]:
    found: list[Row] = []
    cursor = connection.cursor()
    for values in cursor.execute(sql, params):
        # Names must be read while the statement is live.
        names = [column[0] for column in cursor.get_description()]
        found.append(dict(zip(names, values, strict=True)))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
