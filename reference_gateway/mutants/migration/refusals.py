"""Gateways that take for theirs a database that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reference_gateway.domain.faults import MigrationRefused
from reference_gateway.domain.migrations import (
    APPLICATION_TABLES,
    DatabaseState,
    HistoryRow,
    Migration,
    MigrationStatus,
)
from reference_gateway.mutants import mutant
from reference_gateway.services.migration import Migrations
from reference_gateway.services.readiness import Readiness
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


@mutant(breaks="migration.pre-baseline-history-is-refused")
def upgrades_from_before_the_baseline(parts: Parts) -> Parts:
    """Takes versions below its baseline for its own past."""
    return replace(parts, migrations=Nostalgic)


@mutant(breaks="migration.unknown-version-is-refused")
def trusts_newer_gateways(parts: Parts) -> Parts:
    """Works on a database that a newer gateway has migrated."""
    return replace(parts, migrations=Trusting)


@mutant(breaks="migration.changed-name-is-refused")
def ignores_names(parts: Parts) -> Parts:
    """Compares versions and checksums, never names."""
    return replace(parts, migrations=IgnoresNames)


@mutant(breaks="migration.changed-checksum-is-refused")
def ignores_checksums(parts: Parts) -> Parts:
    """Compares versions and names, never checksums."""
    return replace(parts, migrations=IgnoresChecksums)


@mutant(breaks="migration.tables-without-history-are-refused")
def adopts_tables_without_history(parts: Parts) -> Parts:
    """Takes tables that no history accounts for as a database still to be migrated."""
    return replace(parts, migrations=Adopting)


@mutant(breaks="migration.one-leftover-table-is-refused")
def overlooks_a_few_tables(parts: Parts) -> Parts:
    """Refuses tables without history only when all of them are there."""
    return replace(parts, migrations=ShortSighted)


@mutant(breaks="migration.refused-apply-leaves-no-trace")
def creates_the_history_before_judging(parts: Parts) -> Parts:
    """Creates the history table before it looks at what is there."""
    return replace(parts, migrations=Hasty)


@mutant(breaks="migration.missing-tables-are-noticed")
def believes_the_history(parts: Parts) -> Parts:
    """Believes a full history without looking for the tables."""
    return replace(parts, migrations=Believing)


@mutant(breaks="migration.unknown-version-is-refused")
def lists_whatever_it_finds(parts: Parts) -> Parts:
    """Judges a history before applying, not before listing the status."""
    return replace(parts, migrations=Indifferent)


@mutant(breaks="migration.changed-checksum-is-refused")
def judges_only_what_it_continues(parts: Parts) -> Parts:
    """Judges a history only when it has something to apply."""
    return replace(parts, migrations=Busy)


@mutant(breaks="migration.pre-baseline-history-is-refused")
def serves_what_migrate_refuses(parts: Parts) -> Parts:
    """Serves on a history that its own migrate command refuses."""
    return replace(parts, startup=Undeterred, readiness=ReadyOnAnything)


@mutant(breaks="migration.changed-name-is-refused")
def keeps_the_remedy_to_itself(parts: Parts) -> Parts:
    """Refuses without saying what to do about it."""
    return replace(parts, migrations=Laconic)


class Nostalgic(Migrations):
    def refuse_unknown_version(self, row: HistoryRow) -> None:
        if row.version > min(one.version for one in self._store.registry):
            super().refuse_unknown_version(row)


class Trusting(Migrations):
    def refuse_unknown_version(self, row: HistoryRow) -> None:
        if row.version < max(one.version for one in self._store.registry):
            super().refuse_unknown_version(row)


class IgnoresNames(Migrations):
    def same_name(self, row: HistoryRow, expected: Migration) -> bool:  # noqa: ARG002 - any name will do
        return True


class IgnoresChecksums(Migrations):
    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:  # noqa: ARG002 - any will do
        return True


class Adopting(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        """Nothing is wrong with them."""


class ShortSighted(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        if state.tables >= APPLICATION_TABLES:
            super().refuse_tables_without_history(state)


class Hasty(Migrations):
    def apply(self) -> list[MigrationStatus]:
        with self._store.locked() as session:
            session.create_history()
        return super().apply()


class Believing(Migrations):
    def refuse_missing_tables(self, state: DatabaseState) -> None:
        """The history says they are there."""


class Indifferent(Migrations):
    def status(self) -> list[MigrationStatus]:
        return self.listing(self._store.state())


class Busy(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        return self.listing(state) if self.is_current(state) else super().apply()


class ReadyOnAnything(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:  # noqa: ARG002 - whatever it says
        return True


class Undeterred(Startup):
    def migrate(self) -> str:
        try:
            return super().migrate()
        except MigrationRefused:
            return "refused"


class Laconic(Migrations):
    def _refuse(self, why: str) -> None:
        raise MigrationRefused(f"cannot migrate {self.backend}: {why}")
