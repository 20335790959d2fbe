"""What a scenario may ask of a database, whichever engine it is."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from contract_harness.databases.table_names import TableNames

if TYPE_CHECKING:
    from contract_harness.databases.pooler import Pooler

HISTORY_TABLE = "refinery_schema_history"
"""Source: observed gateway, 8.2."""
SESSIONS = "user_sessions"
"""Whoever signs in writes here. Source: observed gateway, 8.3."""

Row = dict[str, Any]
Params = Sequence[Any] | Mapping[str, Any]


class Database(ABC):
    """One database that belongs to one scenario.

    SQL is written for both engines: `?` placeholders with a sequence of values; the PostgreSQL one
    rewrites them. The harness opens connections for short moments only, read-only where it only looks.

    Raises:
        ContractBreach: by everything that looks or changes, when the database stays locked, is no database,
            or lacks what is asked for (blame.py).

    Attributes:
        kind: as the gateway's config names it, "libsql" or "postgres".
        names: what its tables are called; every table is named as the contract does, but in SQL.
    """

    kind: str
    names: TableNames

    @abstractmethod
    def config(self) -> dict[str, Any]:
        """The `database:` section of a gateway config that uses this database."""

    def environment(self) -> dict[str, str]:
        """Environment variables that `config()` refers to."""
        return {}

    @abstractmethod
    def exists(self) -> bool:
        """There is such a database: for SQLite a file, be it empty; else a catalogue entry."""

    @abstractmethod
    def own_tables(self) -> frozenset[str]:
        """The gateway's names of all tables (no views, no indexes), the history included."""

    @abstractmethod
    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """What a query gives."""

    @abstractmethod
    def execute(self, sql: str, params: Params = ()) -> None:
        """Change something, in a transaction of its own; several statements only without *params*."""

    @abstractmethod
    def schema(self) -> list[str]:
        """One line for every object of the schema, sorted; equal lists mean equal schemas."""

    @abstractmethod
    def contents(self) -> Iterable[str]:
        """One line for every row of every table, in a fixed order."""

    @abstractmethod
    def drop(self) -> None:
        """Remove it with everything in it, connections to it included; twice does nothing."""

    @abstractmethod
    def out_of_reach(self) -> dict[str, Any]:
        """A `database:` section of the same kind at which nothing answers.

        SQLite: a path under a directory that is a file. PostgreSQL: a loopback port nobody listens at.
        """

    @abstractmethod
    def nowhere(self) -> dict[str, Any]:
        """A `database:` section of the same kind for a place that would have to be made first.

        SQLite: a file in a folder that is not there. PostgreSQL: a database that the server does not have.
        """

    @abstractmethod
    def without_create_right(self) -> dict[str, Any]:
        """A `database:` section for this database in which the schema cannot be created.

        Raises:
            NotObservable: SQLite, which has no roles; see `obstruct` for a failure both engines have.
        """

    @abstractmethod
    def obstruct(self, table: str) -> None:
        """Put a thing that is no table in the way of *table*, so that creating it fails half-way.

        SQLite: an index of that name (on a table `obstruction`). PostgreSQL: a type of that name.
        `IF NOT EXISTS` does not help against either.
        """

    @abstractmethod
    def refuse_rows(self, table: str) -> None:
        """Have the database itself refuse every new row of *table*, in the middle of a transaction."""

    @abstractmethod
    def be_an_empty_file(self) -> None:
        """Be a file without a byte.

        Raises:
            NotObservable: PostgreSQL, whose databases are no files of the gateway.
        """

    @abstractmethod
    def lead_elsewhere(self) -> None:
        """Have the search path of new sessions name another schema, where nothing is, and no other.

        Raises:
            NotObservable: SQLite, which has no search path.
        """

    @abstractmethod
    def prints(self) -> dict[str, str]:
        """What tells apart what its rows do not, by name: a digest of each file, or a version of each row.

        SQLite: every file beside the database and below, the shared memory of its log excepted; none while
        there is no file. PostgreSQL: every row with the transaction that wrote it, and every sequence.
        """

    @abstractmethod
    def go_away(self) -> None:
        """Be lost to everybody, connections that are open included, until `come_back`; twice does nothing.

        SQLite: the file is moved elsewhere. PostgreSQL: the server ends and refuses connections to it.
        """

    @abstractmethod
    def come_back(self) -> None:
        """Be there again as before; twice does nothing."""

    @abstractmethod
    def refuse_writes(self) -> None:
        """Take no writes of any connection opened from now on, until `take_writes`.

        SQLite: the file says that it is of a later format, which may only be read. PostgreSQL: sessions are
        read-only by default, as on a standby.
        """

    @abstractmethod
    def take_writes(self) -> None:
        """Be writable again; for connections opened from now on."""

    @abstractmethod
    def run_out_of_room(self, pids: Sequence[int], room_bytes: int) -> Callable[[], None]:
        """Let there be so much room left on the disk for the processes *pids*; gives what makes room again.

        SQLite: a limit on the size of their files, as a quota sets it; their own logs have to fit as well.
        PostgreSQL: the server reports a full disk for every new session, at once.
        """

    @abstractmethod
    def locked(self) -> AbstractContextManager[None]:
        """Nobody else can write sessions meanwhile."""

    def held(self) -> AbstractContextManager[None]:
        """Nobody else can write meanwhile, or not even look at the migration history: a start waits."""
        return self.locked()

    @abstractmethod
    def is_being_written(self) -> bool:
        """Somebody is in the middle of a writing transaction now; cheap, may be asked every millisecond."""

    @abstractmethod
    def through_a_pooler(self) -> Pooler:
        """The pooler in transaction mode that `environment()` leads through from now on; one, once started.

        Raises:
            NotObservable: SQLite, which is no server; or there is no such program here.
        """

    @abstractmethod
    def without_pooler(self) -> None:
        """Be reached without one again, as at first; twice does nothing."""

    @abstractmethod
    def wait_until_idle(self) -> None:
        """Return when no process but ours uses it any more.

        Raises:
            HarnessError: it stayed in use.
        """

    def tables(self) -> frozenset[str]:
        """All tables, the history included, by the contract's names where it has one for them."""
        return self.names.of_contract(self.own_tables())

    def baseline_tables(self) -> frozenset[str]:
        """The promised tables that are there, those included that a later migration is to rename."""
        return self.names.of_baseline(self.own_tables())

    def in_sql(self, table: str) -> str:
        """The table as a statement names it, in quotes.

        Raises:
            NotObservable: the gateway has none.
        """
        return f'"{self.names.called(table)}"'

    def history(self) -> list[Row]:
        """The rows of the migration history by version; empty when there is no such table."""
        if HISTORY_TABLE not in self.tables():
            return []
        return self.rows(f"SELECT * FROM {HISTORY_TABLE} ORDER BY version")  # noqa: S608 - our constant

    def fingerprint(self) -> str:
        """A digest of the schema and of all rows of all tables, the history included.

        The same for an absent and a zero-byte SQLite file; `exists()` tells them apart.
        """
        digest = hashlib.sha256()
        if self.exists():
            for line in (*self.schema(), *self.contents()):
                digest.update(line.encode("utf-8", "surrogatepass"))
                digest.update(b"\n")
        return digest.hexdigest()


class DatabaseFactory(ABC):
    """Makes databases for the scenarios of one worker and one target."""

    kind: str

    @property
    @abstractmethod
    def about(self) -> str:
        """Which engine makes them, and where it comes from, for a person."""

    @abstractmethod
    def empty(self) -> Database:
        """A new database with nothing in it (SQLite: a path at which there is no file yet)."""

    @abstractmethod
    def from_template(self, name: str, prepare: Callable[[Database], None]) -> Database:
        """A new copy of the database that *prepare* filled, which is called once for each *name*.

        What prepare starts it must also stop: a template is copied only when nobody uses it.
        """

    @abstractmethod
    def close(self) -> None:
        """Drop every database that was made here, templates included."""
