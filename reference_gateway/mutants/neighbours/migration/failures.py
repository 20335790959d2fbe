"""Gateways whose migrations fail in a way that is one step beside the examples."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import DatabaseState, HistoryRow, MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.services.migration import Migrations
from reference_gateway.services.migration_report import Action, MigrationReport
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


@mutant(breaks="migration.exactly-one-action")
def takes_the_status_beside_a_check(parts: Parts) -> Parts:
    """Takes status and check together for the status."""
    return replace(parts, migration_report=StatusBesideCheck)


@mutant(breaks="migration.exactly-one-action")
def applies_what_it_was_to_check(parts: Parts) -> Parts:
    """Takes check and apply together for an apply."""
    return replace(parts, migration_report=ApplyBesideCheck)


@mutant(breaks="migration.unreachable-database-is-an-error")
def passes_a_check_it_cannot_make(parts: Parts) -> Parts:
    """Lets a check pass when there is no database to check."""
    return replace(parts, migrations=Unworried)


@mutant(breaks="migration.unreachable-database-is-an-error")
def makes_the_folder_it_needs(parts: Parts) -> Parts:
    """Makes the folder of a SQLite file that is not there, wherever it was told to look."""
    return on_both_engines(parts, FolderMaker)


@mutant(breaks="migration.failed-apply-leaves-nothing")
def remembers_in_a_second_transaction(parts: Parts) -> Parts:
    """Commits the tables before it writes the history."""
    return replace(parts, migrations=InTwo)


@mutant(breaks="migration.failed-apply-leaves-nothing")
def starts_in_two_transactions(parts: Parts) -> Parts:
    """Commits the tables before it writes the history when a start migrates."""
    return replace(parts, startup=StartInTwo)


class StatusBesideCheck(MigrationReport):
    @staticmethod
    def action(*, status: bool, check: bool, apply: bool) -> Action:
        return MigrationReport.action(status=status, check=check and not status, apply=apply)


class ApplyBesideCheck(MigrationReport):
    @staticmethod
    def action(*, status: bool, check: bool, apply: bool) -> Action:
        return MigrationReport.action(status=status, check=check and not apply, apply=apply)


class Unworried(Migrations):
    def check(self) -> list[MigrationStatus]:
        try:
            return super().check()
        except DatabaseFault:
            return []


class FolderMaker(HandedOn):
    def state(self) -> DatabaseState:
        path: Path | None = getattr(self.real, "_path", None)
        if path is not None:
            with suppress(OSError):
                path.parent.mkdir(exist_ok=True)
        return self.real.state()


class InTwo(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            with self._store.locked() as session:
                session.create_history()
                session.run(migration)
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.record(row, applied_at=self._clock())
        return self.status()


class StartInTwo(Startup):
    def migrate(self) -> str:
        real = self._graph.migrations
        self._graph.migrations = InTwo(real._store, real._clock)
        return super().migrate()
