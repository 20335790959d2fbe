"""Gateways that apply their migrations wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from msgspec import structs

from reference_gateway.domain.migrations import (
    HISTORY_TABLE,
    DatabaseState,
    HistoryRow,
    Migration,
    MigrationStatus,
)
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.mutants.migration._search_path import MovedAlong
from reference_gateway.ports.startup import MigrationSession
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts


@mutant(breaks="migration.apply-creates-the-tables")
def records_what_it_did_not_run(parts: Parts) -> Parts:
    """Writes the baseline into the history without running its SQL."""
    return replace(parts, migrations=Pretender)


@mutant(breaks="migration.apply-creates-the-tables")
def brings_rows_of_its_own(parts: Parts) -> Parts:
    """Puts a row of its own into a freshly migrated database."""
    return replace(parts, migrations=Generous)


@mutant(breaks="migration.tables-live-in-public")
def follows_the_search_path(parts: Parts) -> Parts:
    """Makes its tables in whatever schema the search path names first."""
    return replace(parts, postgres_migrations=MovedAlong)


@mutant(breaks="migration.the-baseline-is-v17")
def counts_from_one(parts: Parts) -> Parts:
    """Numbers its baseline V1."""
    return on_both_engines(parts, CountsFromOne)


@mutant(breaks="migration.history-remembers-each-migration")
def forgets_when(parts: Parts) -> Parts:
    """Writes the beginning of 1970 into every history row."""
    return replace(parts, migrations=Timeless)


@mutant(breaks="migration.history-remembers-each-migration")
def remembers_no_checksum(parts: Parts) -> Parts:
    """Leaves the checksum of every history row empty."""
    return replace(parts, migrations=WithoutChecksums)


@mutant(breaks="migration.checksums-are-digests")
def takes_the_file_name_for_a_checksum(parts: Parts) -> Parts:
    """Stores the name of the SQL file in place of a digest of its text."""
    return replace(parts, migrations=NamedAfterFiles)


@mutant(breaks="migration.apply-twice-changes-nothing")
def writes_history_anew(parts: Parts) -> Parts:
    """Writes new times into its history with every apply."""
    return replace(parts, migrations=Restless)


class Pretender(Migrations):
    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        session.create_history()
        for migration in self.pending(state):
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            session.record(row, applied_at=self._clock())

    def refuse_missing_tables(self, state: DatabaseState) -> None:
        """Else it would notice by itself."""


class Generous(Migrations):
    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        super().run_pending(session, state)
        gift = (
            "INSERT INTO pricing_catalog_cache (catalog_key, source, fetched_at, snapshot_json)"
            " VALUES ('gift', 'mutant', 0, '{}')"
        )
        session.run(Migration(0, "gift", gift))


class CountsFromOne(HandedOn):
    @property
    def registry(self) -> Sequence[Migration]:
        first, *rest = self.real.registry
        return [structs.replace(first, version=1), *rest]


class Timeless(Migrations):
    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        self._clock = _epoch
        super().run_pending(session, state)


def _epoch() -> datetime:
    return datetime.fromtimestamp(0, UTC)


class WithoutChecksums(Migrations):
    def checksum_of(self, migration: Migration) -> str:  # noqa: ARG002 - the same for every one
        return ""


class NamedAfterFiles(Migrations):
    def checksum_of(self, migration: Migration) -> str:
        return f"V{migration.version}__{migration.name}.sql"


class Restless(Migrations):
    def apply(self) -> list[MigrationStatus]:
        statuses = super().apply()
        now = f"UPDATE {HISTORY_TABLE} SET applied_on = {int(self._clock().timestamp())}"  # noqa: S608 - a number
        with self._store.locked() as session:
            session.run(Migration(0, "now", now))
        return statuses
