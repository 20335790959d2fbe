"""
Migrating PostgreSQL: one transaction under an advisory lock, schema `public` only.

One connection for each look and each apply, without the pool. Imported only when the configuration names
PostgreSQL.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import psycopg

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import HISTORY_TABLE, DatabaseState, HistoryRow, Migration
from reference_gateway.domain.secrets import Secret
from reference_gateway.store.moments import seconds
from reference_gateway.store.postgres import (
    CONNECT_TIMEOUT_S,
    LOCK_TIMEOUT_MS,
    OF_NO_SESSION,
    Connection,
    reason,
)
from reference_gateway.store.postgres_url import where
from reference_gateway.store.registry import registry

MIGRATION_LOCK = 0x67775F6D696772  # "gw_migr" in bytes


class PostgresMigrations:
    """Implements `ports.MigrationStore`."""

    backend = "postgres"

    def __init__(self, url: Secret) -> None:
        self._url = url
        self._where = where(url)

    @property
    def registry(self) -> Sequence[Migration]:
        """Every PostgreSQL migration, ascending by version."""
        return registry("postgres")

    def state(self) -> DatabaseState:
        """What schema `public` shows, in a read-only transaction."""
        with self._connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _use_public(connection)
            return PostgresMigrationSession(connection).state()

    @contextmanager
    def locked(self) -> Iterator["PostgresMigrationSession"]:
        """One transaction holding the migration lock; committed when the block ends well."""
        with self._connection() as connection:
            connection.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}".encode())
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
            _use_public(connection)
            yield PostgresMigrationSession(connection)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with psycopg.Connection[dict[str, object]].connect(
                self._url.reveal(), **OF_NO_SESSION, connect_timeout=CONNECT_TIMEOUT_S
            ) as connection:
                self._check_encoding(connection)
                with connection.transaction():
                    yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseFault(
                f"PostgreSQL at {self._where} does not let this role change schema public ({reason(error)}); "
                "grant it with GRANT USAGE, CREATE ON SCHEMA public"
            ) from None
        except psycopg.errors.LockNotAvailable:
            raise DatabaseFault(
                f"another migration of PostgreSQL at {self._where} does not end; "
                "wait for it and run this again"
            ) from None
        except psycopg.Error as error:
            raise DatabaseFault(f"PostgreSQL at {self._where} cannot be used: {reason(error)}") from None

    def _check_encoding(self, connection: Connection) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise DatabaseFault(
                f"the database at {self._where} has the encoding {encoding}, which cannot hold every text; "
                "create one with ENCODING 'UTF8' and give its URL"
            )


def _use_public(connection: Connection) -> None:
    """Look for, and create, everything in schema `public` until the transaction ends."""
    connection.execute("SET LOCAL search_path TO public")


class PostgresMigrationSession:
    """Implements `ports.MigrationSession`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self) -> DatabaseState:
        """What the transaction sees in schema `public`."""
        names = self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = frozenset(str(row["tablename"]) for row in names)
        if HISTORY_TABLE not in tables:
            return DatabaseState((), tables)
        rows = self._connection.execute(
            f"SELECT version, name, checksum FROM {HISTORY_TABLE} ORDER BY version".encode()  # noqa: S608
        )
        return DatabaseState(tuple(HistoryRow(**row) for row in rows), tables)

    def create_history(self) -> None:
        """Create the history table where it is absent."""
        self._connection.execute(
            f"CREATE TABLE IF NOT EXISTS {HISTORY_TABLE} ("
            "version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_on BIGINT NOT NULL, "
            "checksum TEXT NOT NULL)".encode()
        )

    def run(self, migration: Migration) -> None:
        """Execute the migration's statements."""
        self._connection.execute(migration.sql.encode())

    def record(self, row: HistoryRow, *, applied_at: datetime) -> None:
        """Remember the migration as applied."""
        self._connection.execute(
            f"INSERT INTO {HISTORY_TABLE} (version, name, applied_on, checksum) "  # noqa: S608 - a constant
            "VALUES (%s, %s, %s, %s)".encode(),
            [row.version, row.name, seconds(applied_at), row.checksum],
        )
