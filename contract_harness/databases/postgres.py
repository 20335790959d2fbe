"""PostgreSQL databases: one each on a shared server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql as composed
from psycopg.rows import DictRow

from contract_harness.databases import fault_attribution
from contract_harness.databases.model import HISTORY_TABLE, SESSIONS, Database, Params, Row
from contract_harness.databases.postgres_catalogue import (
    CONTENTS,
    SCHEMA,
    SEQUENCES,
    TABLES,
    row_versions,
    table_lines,
)
from contract_harness.databases.postgres_connection import KeptConnection
from contract_harness.drivers.ports import free_port
from contract_harness.errors import HarnessError, NotObservable
from contract_harness.patience import POLL_S

if TYPE_CHECKING:
    from contract_harness.databases.pooler import Pooler
    from contract_harness.databases.postgres_factory import PostgresFactory

DATABASE_URL_ENV = "POSTGRES_URL"
"""The variable that `database.url` of the config refers to."""
_LOOKS_WITHOUT = 6
"""So many looks in a row without a connection, and none is on its way."""

_NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON {sessions} FOR EACH ROW EXECUTE FUNCTION no_room();
"""

_NO_ROWS = """
CREATE FUNCTION no_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no row is taken'; END $$;
CREATE TRIGGER no_rows BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_rows();
"""


class PostgresDatabase(Database):
    """One database of the server.

    Attributes:
        name: of the database; nobody else's.
    """

    kind = "postgres"

    def __init__(self, name: str, factory: PostgresFactory) -> None:
        self.name = name
        self.names = factory.names
        self._factory = factory
        self._patience = factory.patience
        self._roles: list[str] = []
        self._pooler: Pooler | None = None
        self._kept = KeptConnection(self.url, within_s=self._patience.database_s)

    def __repr__(self) -> str:
        return f"PostgresDatabase({self.name!r})"

    @property
    def url(self) -> str:
        """Where it is; the role may do everything in it."""
        return self._factory.url_of(self.name)

    def config(self) -> dict[str, Any]:
        """`kind`, and `url` as a reference to `environment()`."""
        return {"kind": self.kind, "url": f"env.{DATABASE_URL_ENV}", "max_connections": 10}

    def environment(self) -> dict[str, str]:
        """The URL, of the pooler where there is one."""
        return {DATABASE_URL_ENV: self._pooler.url if self._pooler else self.url}

    def exists(self) -> bool:
        """The server lists it."""
        return bool(self._factory.ask("SELECT 1 FROM pg_database WHERE datname = %s", (self.name,)))

    def own_tables(self) -> frozenset[str]:
        """The names of all tables of the schema `public`."""
        return frozenset(row["name"] for row in self.rows(TABLES) if row["schema"] == "public")

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """What a query gives."""
        with self._connected(read_only=True) as connection:
            return list(connection.execute(*_in_dialect(sql, params)).fetchall())

    def execute(self, sql: str, params: Params = ()) -> None:
        """Change something, in a transaction of its own."""
        with self._connected() as connection:
            connection.execute(*_in_dialect(sql, params))

    def schema(self) -> list[str]:
        """Columns, constraints, indexes, views, types, triggers and functions outside the system schemas."""
        return [row["line"] for row in self.rows(SCHEMA)]

    def contents(self) -> Iterator[str]:
        """Every row of every table outside the system schemas."""
        found = [(row["schema"], row["name"]) for row in self.rows(TABLES)]
        if found:
            union = composed.SQL(" UNION ALL ").join(table_lines(schema, name) for schema, name in found)
            with self._connected(read_only=True) as connection:
                yield from (row["line"] for row in connection.execute(CONTENTS.format(union=union)))

    def drop(self) -> None:
        """Drop it and the roles made for it; connections to it are ended."""
        self.without_pooler()
        self._kept.close()
        name = composed.Identifier(self.name)
        self._factory.tell(composed.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        while self._roles:
            role = composed.Identifier(self._roles.pop())
            self._factory.tell(composed.SQL("DROP ROLE IF EXISTS {}").format(role))
        self._factory.dropped(self)

    def out_of_reach(self) -> dict[str, Any]:
        """A loopback port nobody listens at."""
        url = f"postgresql://nobody@127.0.0.1:{free_port()}/{self.name}"
        return {"kind": self.kind, "url": f"literal.{url}"}

    def nowhere(self) -> dict[str, Any]:
        """A database of this server that nobody made."""
        return {"kind": self.kind, "url": f"literal.{self._factory.url_of(f'{self.name}_unmade')}"}

    def without_create_right(self) -> dict[str, Any]:
        """A new role that may connect and nothing else."""
        role, password = f"{self.name}_guest{len(self._roles)}", secrets.token_hex(16)
        self._factory.tell(
            composed.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                composed.Identifier(role), composed.Literal(password)
            )
        )
        self._roles.append(role)
        # Before PostgreSQL 15 everybody could create in `public`.
        self.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        parts = urlsplit(self.url)
        address = parts.netloc.rpartition("@")[2]
        url = urlunsplit(parts._replace(netloc=f"{role}:{password}@{address}"))
        return {"kind": self.kind, "url": f"literal.{url}"}

    def obstruct(self, table: str) -> None:
        """A type called *table*; a table brings a type of its own name, so it cannot be created."""
        with self._connected() as connection:
            name = composed.Identifier(self.names.called(table))
            connection.execute(composed.SQL("CREATE TYPE {} AS ENUM ('in the way')").format(name))

    def refuse_rows(self, table: str) -> None:
        """A trigger that raises."""
        self.execute(_NO_ROWS.format(table=self.in_sql(table)))

    def be_an_empty_file(self) -> None:
        """Its files are the server's."""
        raise NotObservable("a database of PostgreSQL is no file")

    def lead_elsewhere(self) -> None:
        """A schema `elsewhere`, and a default of this database."""
        self.execute("CREATE SCHEMA elsewhere")
        self._factory.tell(
            composed.SQL("ALTER DATABASE {} SET search_path = elsewhere").format(
                composed.Identifier(self.name)
            )
        )

    def prints(self) -> dict[str, str]:
        """The transaction that wrote it for each row, and the value of each sequence."""
        found = [(row["schema"], row["name"]) for row in self.rows(TABLES)]
        lines = {f"sequence {row['name']}": str(row["last_value"]) for row in self.rows(SEQUENCES)}
        for schema, name in found:
            with self._connected(read_only=True) as connection:
                rows = connection.execute(row_versions(schema, name))
                lines |= {f"{schema}.{name} {row['place']}": row["version"] for row in rows}
        return lines

    def go_away(self) -> None:
        """Refuse new connections and end those there are.

        Raises:
            HarnessError: some are still there after the patience for a database.
        """
        self._let_in(False)
        query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        looks_without, deadline = 0, time.monotonic() + self._patience.database_s
        # One that was let in a moment before is listed a moment after.
        while looks_without < _LOOKS_WITHOUT:
            if time.monotonic() > deadline:
                raise HarnessError("connections to the database do not end: verify on a quieter machine.")
            looks_without = 0 if self._factory.ask(query, (self.name,)) else looks_without + 1
            time.sleep(POLL_S)

    def come_back(self) -> None:
        """Let connections in again."""
        self._let_in(True)

    def through_a_pooler(self) -> Pooler:
        """PgBouncer."""
        self._pooler = self._pooler or self._factory.pooler_before(self.name)
        return self._pooler

    def without_pooler(self) -> None:
        """Straight to the server."""
        pooler, self._pooler = self._pooler, None
        if pooler is not None:
            pooler.close()

    def is_being_written(self) -> bool:
        """A transaction of somebody else here has written something."""
        query = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL LIMIT 1"
        return bool(self._factory.ask(query, (self.name,)))

    def wait_until_idle(self) -> None:
        """Return when nobody is connected to it any more."""
        self._kept.close()
        deadline = time.monotonic() + self._patience.database_s
        query = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' LIMIT 1"
        )
        while self._factory.ask(query, (self.name,)):
            if time.monotonic() > deadline:
                raise HarnessError(f"{self.name} stayed in use for {self._patience.database_s:g} s.")
            time.sleep(POLL_S)

    def refuse_writes(self) -> None:
        """Make read-only transactions the default of every new session."""
        self._write_by_default(False)

    def take_writes(self) -> None:
        """Make writing ones the default again."""
        self._write_by_default(True)

    def run_out_of_room(self, pids: Sequence[int], room_bytes: int) -> Callable[[], None]:  # noqa: ARG002
        """Report `disk_full` in place of every new session. Source: PostgreSQL manual, error codes."""
        sessions = self.in_sql(SESSIONS)
        self.execute(_NO_ROOM.replace("{sessions}", sessions))
        return lambda: self.execute(f"DROP TRIGGER no_room ON {sessions}; DROP FUNCTION no_room()")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the table of sessions."""
        with self._connected() as connection, connection.transaction():
            connection.execute(f"LOCK TABLE {self.in_sql(SESSIONS)} IN SHARE MODE".encode())
            yield

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the migration history, against readers too."""
        with self._connected() as connection, connection.transaction():
            connection.execute(f"LOCK TABLE {HISTORY_TABLE} IN ACCESS EXCLUSIVE MODE".encode())
            yield

    def _write_by_default(self, allowed: bool) -> None:
        self._factory.tell(
            composed.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}").format(
                composed.Identifier(self.name), composed.SQL("off" if allowed else "on")
            )
        )

    def _let_in(self, allowed: bool) -> None:
        self._factory.tell(
            composed.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(
                composed.Identifier(self.name), composed.SQL(str(allowed))
            )
        )

    @contextmanager
    def _connected(self, *, read_only: bool = False) -> Iterator[psycopg.Connection[DictRow]]:
        try:
            with self._kept.reading() if read_only else self._kept.writing() as connection:
                yield connection
        except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
            raise fault_attribution.stayed_locked(self._patience.database_s) from None
        except psycopg.OperationalError as error:
            if not self.exists():
                raise fault_attribution.is_gone() from None
            raise HarnessError(f"the database {self.name!r} cannot be used: {error}") from None
        except psycopg.Error as error:
            raise fault_attribution.is_not_as_promised(error) from None


def _in_dialect(sql: str, params: Params) -> tuple[bytes, Params | None]:
    """*sql* with `?` for values as psycopg wants it. Without values nothing is rewritten."""
    if not params:
        return sql.encode(), None
    return sql.replace("%", "%%").replace("?", "%s").encode(), params
