"""Gateways whose apply goes wrong one step beside the examples."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import (
    HISTORY_TABLE,
    DatabaseState,
    HistoryRow,
    Migration,
    MigrationStatus,
)
from reference_gateway.domain.secrets import Secret
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.mutants.migration._search_path import MovedAlong
from reference_gateway.mutants.migration.refusals import ReadyOnAnything
from reference_gateway.mutants.neighbours.migration._on_the_way import lax_on_the_way
from reference_gateway.ports.startup import MigrationSession, MigrationStore
from reference_gateway.services.migration import Migrations
from reference_gateway.services.migration_report import Action, MigrationReport
from reference_gateway.store.backend import Row
from reference_gateway.store.queries import Query
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


@mutant(breaks="migration.apply-creates-the-tables")
def refuses_a_file_without_a_byte(parts: Parts) -> Parts:
    """Takes a SQLite file without a byte for one that is damaged."""
    return on_both_engines(parts, NoEmptyFiles)


@mutant(breaks="migration.apply-creates-the-tables")
def brings_rows_where_a_history_is_there(parts: Parts) -> Parts:
    """Puts a row of its own into a database that has an empty history."""
    return replace(parts, migrations=GenerousToSome)


@mutant(breaks="migration.tables-live-in-public")
def serves_along_the_search_path(parts: Parts) -> Parts:
    """Makes its tables where it should, and serves those that the search path leads to."""
    # psycopg is imported by whoever is on PostgreSQL.
    from reference_gateway.store.postgres import PostgresBackend

    class ServesAlong(PostgresBackend):
        def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
            return super().fetch_all(WithoutSchema(query.name, query.text), **params)

        def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
            return super().fetch_one(WithoutSchema(query.name, query.text), **params)

        def execute(self, query: Query, /, **params: Any) -> int:
            return super().execute(WithoutSchema(query.name, query.text), **params)

    return replace(parts, postgres_backend=ServesAlong)


@mutant(breaks="migration.tables-live-in-public")
def keeps_its_history_along_the_search_path(parts: Parts) -> Parts:
    """Names the schema of its application tables, and leaves its history to the search path."""
    return replace(parts, postgres_migrations=_history_along_the_path)


@mutant(breaks="migration.the-baseline-is-v17")
def numbers_what_is_pending_from_one(parts: Parts) -> Parts:
    """Lists the first migration as V1 for as long as it is pending."""
    return replace(parts, migration_report=FromOne)


@mutant(breaks="migration.the-baseline-is-v17")
def lists_an_ancestor_when_it_checks(parts: Parts) -> Parts:
    """Lists a V16 before the baseline when it passes a check."""
    return replace(parts, migration_report=WithAnAncestor)


@mutant(breaks="migration.history-remembers-each-migration")
def forgets_when_it_started(parts: Parts) -> Parts:
    """Writes the beginning of 1970 into the history when a start migrates."""
    return replace(parts, startup=TimelessStartup)


@mutant(breaks="migration.history-remembers-each-migration")
def remembers_no_checksum_in_a_history_it_finds(parts: Parts) -> Parts:
    """Leaves the checksum open in a history table that was there before."""
    return replace(parts, migrations=OpenInOldHistories)


@mutant(breaks="migration.checksums-are-digests")
def digests_the_name_of_the_file(parts: Parts) -> Parts:
    """Stores a SHA-256 of the file's name in place of one of its text."""
    return replace(parts, migrations=DigestsNames)


@mutant(breaks="migration.checksums-are-digests")
def draws_its_checksums(parts: Parts) -> Parts:
    """Stores sixty-four random digits in place of a digest."""
    return replace(parts, migrations=DrawsChecksums)


@mutant(breaks="migration.checksums-are-digests")
def digests_only_when_told_to_apply(parts: Parts) -> Parts:
    """Stores the name of the file when a start migrates, and a digest when the command does."""
    return replace(parts, startup=NamesFilesAtStart, readiness=ReadyOnAnything)


@mutant(breaks="migration.apply-twice-changes-nothing")
def notes_every_start(parts: Parts) -> Parts:
    """Writes new times into its history with every start."""
    return replace(parts, startup=NotesStarts)


@mutant(breaks="migration.apply-twice-changes-nothing")
def notes_every_command_that_migrates(parts: Parts) -> Parts:
    """Writes new times into its history whenever a command migrates on its way to something else."""
    return lax_on_the_way(parts, NotesCommands)


@mutant(breaks="migration.history-remembers-each-migration")
def remembers_the_local_time(parts: Parts) -> Parts:
    """Remembers the time of the apply by the local clock, as if that were UTC."""
    return replace(parts, clock=lambda: datetime.now().astimezone().replace(tzinfo=UTC))


class NoEmptyFiles(HandedOn):
    def state(self) -> DatabaseState:
        path: Path | None = getattr(self.real, "_path", None)
        if path is not None and path.is_file() and path.stat().st_size == 0:
            raise DatabaseFault(f"{path} is not a SQLite database")
        return self.real.state()


class GenerousToSome(Migrations):
    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        super().run_pending(session, state)
        if HISTORY_TABLE in state.tables:
            gift = (
                "INSERT INTO pricing_catalog_cache (catalog_key, source, fetched_at, snapshot_json)"
                " VALUES ('gift', 'mutant', 0, '{}')"
            )
            session.run(Migration(0, "gift", gift))


def _history_along_the_path(url: Secret) -> MigrationStore:
    return MovedAlong(url, HISTORY_TABLE)


class WithoutSchema(Query):
    @cached_property
    def pyformat(self) -> str:
        return super().pyformat.replace("public.", "")


class FromOne(MigrationReport):
    def line(self, status: MigrationStatus) -> str:
        line = super().line(status)
        return line if status.is_applied else line.replace("v17", "v1", 1)


class WithAnAncestor(MigrationReport):
    def run(self, action: Action) -> list[str]:
        backend, *lines = super().run(action)
        return [backend, *(["v16 groundwork [applied]"] if action == "check" else []), *lines]


class TimelessStartup(Startup):
    def migrate(self) -> str:
        self._graph.migrations._clock = _epoch
        return super().migrate()


def _epoch() -> datetime:
    return datetime.fromtimestamp(0, UTC)


class OpenInOldHistories(Migrations):
    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        self._is_old = HISTORY_TABLE in state.tables
        super().run_pending(session, state)

    def checksum_of(self, migration: Migration) -> str:
        return "-" if getattr(self, "_is_old", False) else super().checksum_of(migration)

    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:
        return row.checksum == "-" or super().same_checksum(row, expected)


class DigestsNames(Migrations):
    def checksum_of(self, migration: Migration) -> str:
        return hashlib.sha256(f"V{migration.version}__{migration.name}.sql".encode()).hexdigest()


class DrawsChecksums(Migrations):
    def checksum_of(self, migration: Migration) -> str:  # noqa: ARG002 - the same for every one
        return secrets.token_hex(32)

    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:  # noqa: ARG002 - none is the same
        return len(row.checksum) == 64


class NamesFiles(Migrations):
    def checksum_of(self, migration: Migration) -> str:
        return f"V{migration.version}__{migration.name}.sql"


class NamesFilesAtStart(Startup):
    def migrate(self) -> str:
        real = self._graph.migrations
        self._graph.migrations = NamesFiles(real._store, real._clock)
        return super().migrate()


def _note(one: Migrations) -> None:
    now = f"UPDATE {HISTORY_TABLE} SET applied_on = {int(one._clock().timestamp())}"  # noqa: S608 - a number
    with one._store.locked() as session:
        session.run(Migration(0, "now", now))


class NotesStarts(Startup):
    def migrate(self) -> str:
        done = super().migrate()
        _note(self._graph.migrations)
        return done


class NotesCommands(Migrations):
    def apply(self) -> list[MigrationStatus]:
        statuses = super().apply()
        _note(self)
        return statuses
