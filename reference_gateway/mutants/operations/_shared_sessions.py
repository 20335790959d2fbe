"""Stores that rely on a session of PostgreSQL, or leave something in it; imported by whoever is on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reference_gateway.domain.migrations import Migration
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants._stores import HandedOn
from reference_gateway.ports.startup import MigrationSession
from reference_gateway.store.postgres import STARTUP_LOCK, Connection, PostgresBackend
from reference_gateway.store.postgres_migrations import PostgresMigrations
from reference_gateway.store.postgres_probe import Probe


class Prepares(PostgresBackend):
    """Every statement has a name from its first use on."""

    after = 0

    def _check(self, connection: Connection) -> None:
        super()._check(connection)
        connection.prepare_threshold = self.after


class PreparesWhatIsAskedOften(Prepares):
    """As psycopg does unless told otherwise."""

    after = 5


class SaysFirst(PostgresBackend):
    """Something is said to the session before it is used."""

    words = b"SET statement_timeout = 15000"

    def _check(self, connection: Connection) -> None:
        super()._check(connection)
        connection.execute(self.words)


class TakesNotes(SaysFirst):
    """In a table that lives as long as the session."""

    words = b"CREATE TEMPORARY TABLE IF NOT EXISTS notes (note text)"


class LocksTheSession(PostgresBackend):
    """The lock of startup is asked for, and given back, beside the transaction."""

    @contextmanager
    def startup_lock(self) -> Iterator[None]:
        with self._connection() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [STARTUP_LOCK])
            with self.transaction():
                yield
            connection.execute("SELECT pg_advisory_unlock(%s)", [STARTUP_LOCK])


class UsesDeadConnections(PostgresBackend):
    """Whatever the pool has is used."""

    def _check(self, connection: Connection) -> None: ...


class KeepsItsProbe(PostgresBackend):
    """One connection for all questions of readiness, whatever becomes of it."""

    def __init__(self, url: Secret, **named: Any) -> None:
        super().__init__(url, **named)
        self._probe = _Kept(url, self._watch)


class _Kept(Probe):
    def _connect(self) -> Connection:
        return self._held or super()._connect()

    def _let_go(self) -> None: ...


class MigratesAfter(HandedOn):
    """Something is said to the session in the transaction that migrates."""

    def __init__(self, url: Secret, words: str) -> None:
        super().__init__(PostgresMigrations(url))
        self._words = words

    @contextmanager
    def locked(self) -> Iterator[MigrationSession]:
        """As the real one."""
        with self.real.locked() as session:
            session.run(Migration(0, "session", self._words))
            yield session
