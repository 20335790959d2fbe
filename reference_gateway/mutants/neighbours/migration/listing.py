"""Gateways that look at a database wrongly, one step beside the examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from reference_gateway.domain.faults import DatabaseFault, MigrationPending, MigrationRefused
from reference_gateway.domain.migrations import (
    APPLICATION_TABLES,
    HISTORY_TABLE,
    DatabaseState,
    Migration,
    MigrationStatus,
)
from reference_gateway.mutants import mutant
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts

A_YEAR_S = 365 * 24 * 3600


@mutant(breaks="migration.status-lists-what-is-pending")
def tells_no_status_of_an_empty_file(parts: Parts) -> Parts:
    """Takes a SQLite file without a byte for one that is damaged, when asked for the status."""
    return replace(parts, migrations=NoStatusOfEmptyFiles)


@mutant(breaks="migration.status-lists-what-is-pending")
def takes_any_table_for_a_leftover(parts: Parts) -> Parts:
    """Refuses a database without history because of a table that is nobody's."""
    return replace(parts, migrations=Squeamish)


@mutant(breaks="migration.status-lists-what-is-applied")
def forgets_what_is_older_than_a_year(parts: Parts) -> Parts:
    """Lists a migration as pending that was applied more than a year ago."""
    return replace(parts, migrations=ShortMemory)


@mutant(breaks="migration.status-lists-what-is-applied")
def tells_no_status_beside_a_gateway(parts: Parts) -> Parts:
    """Refuses to tell the status of a SQLite file that a gateway has open."""
    return replace(parts, migrations=Shy)


@mutant(breaks="migration.check-fails-while-migrations-are-pending")
def passes_a_file_without_a_byte(parts: Parts) -> Parts:
    """Lets a check pass on a SQLite file that has no byte."""
    return replace(parts, migrations=PassesEmptyFiles)


@mutant(breaks="migration.check-fails-while-migrations-are-pending")
def passes_whatever_has_a_table(parts: Parts) -> Parts:
    """Lets a check pass on a database that has any table but a history."""
    return replace(parts, migrations=PassesAnyTable)


@mutant(breaks="migration.check-passes-when-all-are-applied")
def fails_what_is_older_than_a_year(parts: Parts) -> Parts:
    """Fails a check of a database that was migrated more than a year ago."""
    return replace(parts, migrations=FailsTheOld)


@mutant(breaks="migration.check-passes-when-all-are-applied")
def fails_beside_a_table_of_others(parts: Parts) -> Parts:
    """Fails a check of a migrated database that has a table more."""
    return replace(parts, migrations=FailsTheShared)


@mutant(breaks="migration.looking-creates-no-database")
def makes_the_file_it_checks(parts: Parts) -> Parts:
    """Creates the SQLite file when it checks one that is not there."""
    return replace(parts, migrations=Touching)


@mutant(breaks="migration.looking-creates-no-database")
def leaves_a_lock_where_nothing_was(parts: Parts) -> Parts:
    """Leaves a lock file beside the place of a SQLite file that is not there."""
    return replace(parts, migrations=Locking)


@mutant(breaks="migration.looking-leaves-no-trace")
def stamps_what_it_looked_at(parts: Parts) -> Parts:
    """Writes into the head of the SQLite file that its status was asked for."""
    return replace(parts, migrations=Stamping)


@mutant(breaks="migration.looking-leaves-no-trace")
def notes_what_it_refused(parts: Parts) -> Parts:
    """Leaves a note beside each SQLite file that it refuses."""
    return replace(parts, migrations=NoteTaking)


def _path(one: Migrations) -> Path | None:
    path: Path | None = getattr(one._store, "_path", None)
    return path


def _is_empty_file(one: Migrations) -> bool:
    path = _path(one)
    return path is not None and path.is_file() and path.stat().st_size == 0


def _is_old(one: Migrations) -> bool:
    """Whether the newest migration was applied more than a year ago."""
    if HISTORY_TABLE not in one._store.state().tables:
        return False
    with one._store.locked() as session:
        connection: Any = getattr(session, "_connection")  # noqa: B009 - of either engine
        rows = list(connection.execute(f"SELECT max(applied_on) AS newest FROM {HISTORY_TABLE}"))  # noqa: S608 - constant
    return bool(rows[0]["newest"] < one._clock().timestamp() - A_YEAR_S)


class NoStatusOfEmptyFiles(Migrations):
    def status(self) -> list[MigrationStatus]:
        if _is_empty_file(self):
            raise DatabaseFault("the file is not a SQLite database")
        return super().status()


class Squeamish(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        if not state.history and state.tables - {HISTORY_TABLE}:
            self._refuse(f"{HISTORY_TABLE} is empty but existing tables were found")


class ShortMemory(Migrations):
    def status(self) -> list[MigrationStatus]:
        statuses = super().status()
        return self.listing(DatabaseState((), frozenset())) if _is_old(self) else statuses


class Shy(Migrations):
    def status(self) -> list[MigrationStatus]:
        path = _path(self)
        if path is not None and path.with_name(f"{path.name}-wal").exists():
            raise DatabaseFault("the file is in use")
        return super().status()


class PassesEmptyFiles(Migrations):
    def check(self) -> list[MigrationStatus]:
        return self.status() if _is_empty_file(self) else super().check()


class PassesAnyTable(Migrations):
    def check(self) -> list[MigrationStatus]:
        return self.status() if self._store.state().tables - {HISTORY_TABLE} else super().check()


class FailsTheOld(Migrations):
    def check(self) -> list[MigrationStatus]:
        if _is_old(self):
            raise MigrationPending(f"1 pending migration remains for {self.backend}")
        return super().check()


class FailsTheShared(Migrations):
    def check(self) -> list[MigrationStatus]:
        if self._store.state().tables - APPLICATION_TABLES - {HISTORY_TABLE}:
            raise MigrationPending(f"1 pending migration remains for {self.backend}")
        return super().check()


class Touching(Migrations):
    def check(self) -> list[MigrationStatus]:
        path = _path(self)
        if path is not None:
            path.touch()
        return super().check()


class Locking(Migrations):
    def status(self) -> list[MigrationStatus]:
        path = _path(self)
        if path is not None:
            path.with_name(f"{path.name}.lock").touch()
        return super().status()


class Stamping(Migrations):
    def status(self) -> list[MigrationStatus]:
        statuses = super().status()
        if self._store.state().tables:
            stamp = f"PRAGMA user_version = {int(self._clock().timestamp())}"
            with self._store.locked() as session:
                session.run(Migration(0, "stamp", stamp))
        return statuses


class NoteTaking(Migrations):
    def validate(self, state: DatabaseState) -> None:
        try:
            super().validate(state)
        except MigrationRefused:
            path = _path(self)
            if path is not None:
                path.with_name(f"{path.name}.refused").touch()
            raise
