"""Gateways whose failed migrations leave something behind, or are told badly."""

from __future__ import annotations

from dataclasses import replace

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import DatabaseState, HistoryRow, MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.mutants.migration._step_by_step import StepByStep
from reference_gateway.services.migration import Migrations
from reference_gateway.services.migration_report import Action, MigrationReport
from reference_gateway.wiring import Parts


@mutant(breaks="migration.unreachable-database-is-an-error")
def takes_the_unreachable_for_empty(parts: Parts) -> Parts:
    """Takes a database it cannot reach for one that has nothing in it yet."""
    return on_both_engines(parts, Optimist)


@mutant(breaks="migration.failed-apply-leaves-nothing")
def remembers_before_it_runs(parts: Parts) -> Parts:
    """Writes the history in a transaction of its own, before it runs the SQL."""
    return replace(parts, migrations=Premature)


@mutant(breaks="migration.failed-apply-leaves-nothing")
def keeps_what_it_got_done(parts: Parts) -> Parts:
    """Commits every statement of a migration before the next one."""
    return replace(parts, migrations=StepByStep)


@mutant(breaks="migration.exactly-one-action")
def takes_the_first_action(parts: Parts) -> Parts:
    """Takes the first of several actions, and the status for none."""
    return replace(parts, migration_report=EasyGoing)


class Optimist(HandedOn):
    def state(self) -> DatabaseState:
        try:
            return self.real.state()
        except DatabaseFault:
            return DatabaseState((), frozenset())


class Premature(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.create_history()
                session.record(row, applied_at=self._clock())
            with self._store.locked() as session:
                session.run(migration)
        return self.status()


class EasyGoing(MigrationReport):
    @staticmethod
    def action(*, status: bool, check: bool, apply: bool) -> Action:
        if status or not (check or apply):
            return "status"
        return "check" if check else "apply"
