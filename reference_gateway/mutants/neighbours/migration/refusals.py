"""Gateways that take for theirs a database that is one step beside those of the examples."""

from __future__ import annotations

from dataclasses import replace

from reference_gateway.domain.faults import MigrationRefused
from reference_gateway.domain.migrations import (
    APPLICATION_TABLES,
    HISTORY_TABLE,
    DatabaseState,
    HistoryRow,
    Migration,
    MigrationStatus,
)
from reference_gateway.mutants import mutant
from reference_gateway.mutants.neighbours.migration._on_the_way import lax_on_the_way
from reference_gateway.ports.startup import MigrationSession
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


@mutant(breaks="migration.pre-baseline-history-is-refused")
def upgrades_from_the_version_before(parts: Parts) -> Parts:
    """Takes the one version before its baseline for its own past."""
    return replace(parts, migrations=AfterV16)


@mutant(breaks="migration.pre-baseline-history-is-refused")
def forgives_what_came_before_a_baseline(parts: Parts) -> Parts:
    """Overlooks earlier versions in a history that has the baseline too."""
    return replace(parts, migrations=Forgiving)


@mutant(breaks="migration.pre-baseline-history-is-refused")
def seeds_a_database_of_the_past(parts: Parts) -> Parts:
    """Judges earlier versions in migrate and at a start, not in the commands that migrate on their way."""
    return lax_on_the_way(parts, AfterV16)


@mutant(breaks="migration.unknown-version-is-refused")
def trusts_the_next_version(parts: Parts) -> Parts:
    """Works on a database that is one version ahead."""
    return replace(parts, migrations=OneAhead)


@mutant(breaks="migration.unknown-version-is-refused")
def seeds_a_database_of_the_future(parts: Parts) -> Parts:
    """Judges later versions in migrate and at a start, not in the commands that migrate on their way."""
    return lax_on_the_way(parts, OneAhead)


@mutant(breaks="migration.changed-name-is-refused")
def ignores_capitals_in_names(parts: Parts) -> Parts:
    """Compares names without regard to capitals."""
    return replace(parts, migrations=SmallLetters)


@mutant(breaks="migration.changed-name-is-refused")
def compares_the_beginning_of_names(parts: Parts) -> Parts:
    """Takes a longer name that begins alike for the same."""
    return replace(parts, migrations=Beginnings)


@mutant(breaks="migration.changed-checksum-is-refused")
def compares_the_beginning_of_checksums(parts: Parts) -> Parts:
    """Compares the first eight characters of two checksums."""
    return replace(parts, migrations=EightCharacters)


@mutant(breaks="migration.changed-checksum-is-refused")
def lets_an_empty_checksum_pass(parts: Parts) -> Parts:
    """Takes a row without a checksum for one that needs none."""
    return replace(parts, migrations=NoneNeeded)


@mutant(breaks="migration.tables-without-history-are-refused")
def adopts_tables_without_a_history_table(parts: Parts) -> Parts:
    """Refuses tables beside an empty history, and lists those beside none as pending."""
    return replace(parts, migrations=NoHistoryTable)


@mutant(breaks="migration.tables-without-history-are-refused")
def bootstraps_tables_without_history(parts: Parts) -> Parts:
    """Adopts tables without history in the commands that migrate on their way."""
    return lax_on_the_way(parts, AdoptingOnTheWay)


@mutant(breaks="migration.one-leftover-table-is-refused")
def looks_for_the_first_table(parts: Parts) -> Parts:
    """Takes the first table of the baseline alone for a leftover."""
    return replace(parts, migrations=FirstOnly)


@mutant(breaks="migration.one-leftover-table-is-refused")
def lists_beside_a_leftover(parts: Parts) -> Parts:
    """Refuses a leftover table when it applies, and overlooks it in a status."""
    return replace(parts, migrations=OverlooksInStatus)


@mutant(breaks="migration.refused-apply-leaves-no-trace")
def leaves_a_history_when_it_cannot_start(parts: Parts) -> Parts:
    """Creates the history table before a start is refused."""
    return replace(parts, startup=HastyStart)


@mutant(breaks="migration.refused-apply-leaves-no-trace")
def leaves_the_lock_of_a_refused_apply(parts: Parts) -> Parts:
    """Leaves a lock file beside the SQLite file that it refuses to migrate."""
    return replace(parts, migrations=LeavesLocks)


@mutant(breaks="migration.missing-tables-are-noticed")
def misses_one_table_only(parts: Parts) -> Parts:
    """Looks for one table of the baseline, and believes the history about the others."""
    return replace(parts, migrations=MissesOne)


@mutant(breaks="migration.missing-tables-are-noticed")
def tells_the_status_of_what_has_holes(parts: Parts) -> Parts:
    """Notices a missing table in a check, and not in a status."""
    return replace(parts, migrations=StatusWithHoles)


@mutant(breaks="migration.changed-checksum-is-refused")
def compares_half_a_checksum(parts: Parts) -> Parts:
    """Compares the second half of a checksum only."""
    return replace(parts, migrations=HalfRead)


@mutant(breaks="migration.changed-name-is-refused")
def forgives_a_row_without_a_name(parts: Parts) -> Parts:
    """Lets a history row without a name pass."""
    return replace(parts, migrations=NamelessAllowed)


@mutant(breaks="migration.pre-baseline-history-is-refused")
def overlooks_version_nought(parts: Parts) -> Parts:
    """Overlooks a history row of version 0."""
    return replace(parts, migrations=FromOneOn)


class AfterV16(Migrations):
    def refuse_unknown_version(self, row: HistoryRow) -> None:
        if row.version != min(one.version for one in self._store.registry) - 1:
            super().refuse_unknown_version(row)


class Forgiving(Migrations):
    def validate(self, state: DatabaseState) -> None:
        first = min(one.version for one in self._store.registry)
        known = tuple(row for row in state.history if row.version >= first)
        super().validate(DatabaseState(known or state.history, state.tables))


class OneAhead(Migrations):
    def refuse_unknown_version(self, row: HistoryRow) -> None:
        if row.version != max(one.version for one in self._store.registry) + 1:
            super().refuse_unknown_version(row)


class SmallLetters(Migrations):
    def same_name(self, row: HistoryRow, expected: Migration) -> bool:
        return row.name.lower() == expected.name.lower()


class Beginnings(Migrations):
    def same_name(self, row: HistoryRow, expected: Migration) -> bool:
        return row.name.startswith(expected.name)


class EightCharacters(Migrations):
    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:
        return row.checksum[:8] == self.checksum_of(expected)[:8]


class NoneNeeded(Migrations):
    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:
        return not row.checksum or super().same_checksum(row, expected)


class NoHistoryTable(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        if HISTORY_TABLE in state.tables:
            super().refuse_tables_without_history(state)


class AdoptingOnTheWay(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        """Nothing is wrong with them."""

    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        session.create_history()
        for one in self.pending(state):
            row = HistoryRow(one.version, one.name, self.checksum_of(one))
            session.record(row, applied_at=self._clock())


class FirstOnly(Migrations):
    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        if "providers" in state.tables:
            super().refuse_tables_without_history(state)


class OverlooksInStatus(Migrations):
    def status(self) -> list[MigrationStatus]:
        state = self._store.state()
        if len(state.tables & APPLICATION_TABLES) == 1:
            return self.listing(state)
        return super().status()


class HastyStart(Startup):
    def migrate(self) -> str:
        try:
            return super().migrate()
        except MigrationRefused:
            with self._graph.migration_store.locked() as session:
                session.create_history()
            raise


class LeavesLocks(Migrations):
    def apply(self) -> list[MigrationStatus]:
        lock = getattr(self._store, "_path", None)
        lock = lock and lock.with_name(f"{lock.name}.lock")
        if lock:
            lock.touch()
        statuses = super().apply()
        if lock:
            lock.unlink()
        return statuses


class MissesOne(Migrations):
    def refuse_missing_tables(self, state: DatabaseState) -> None:
        if "audit_logs" not in state.tables:
            super().refuse_missing_tables(state)


class StatusWithHoles(Migrations):
    def status(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.refuse_tables_without_history(state)
        return self.listing(state)

    def check(self) -> list[MigrationStatus]:
        self.validate(self._store.state())
        return super().check()


class HalfRead(Migrations):
    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:
        half = len(expected.checksum) // 2
        return row.checksum[half:] == expected.checksum[half:]


class NamelessAllowed(Migrations):
    def same_name(self, row: HistoryRow, expected: Migration) -> bool:
        return not row.name or super().same_name(row, expected)


class FromOneOn(Migrations):
    def refuse_unknown_version(self, row: HistoryRow) -> None:
        if row.version:
            super().refuse_unknown_version(row)
