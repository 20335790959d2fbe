"""Gateways whose migrations come in parts, or in each other's way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs

from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.migrations import DatabaseState, HistoryRow, Migration, MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup

SLOW_LOOK_S = 0.3
"""Between looking and locking: makes a race that a busy machine loses now and then be lost every time."""


@mutant(breaks="migration.unreachable-database-is-an-error")
def takes_the_unreachable_for_empty(parts: Parts) -> Parts:
    """Takes a database it cannot reach for one that has nothing in it yet."""
    return on_both_engines(parts, Optimist)


class Optimist(HandedOn):
    def state(self) -> DatabaseState:
        try:
            return self.real.state()
        except DatabaseFault:
            return DatabaseState((), frozenset())


@mutant(breaks="migration.failed-apply-leaves-nothing")
def remembers_before_it_runs(parts: Parts) -> Parts:
    """Writes the history in a transaction of its own, before it runs the SQL."""
    return replace(parts, migrations=Premature)


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


@mutant(breaks="migration.failed-apply-leaves-nothing")
def keeps_what_it_got_done(parts: Parts) -> Parts:
    """Commits every statement of a migration before the next one."""
    return replace(parts, migrations=StepByStep)


@mutant(breaks="migration.kill-leaves-all-or-nothing")
def commits_each_statement(parts: Parts) -> Parts:
    """Runs a migration one committed statement at a time."""
    return replace(parts, migrations=StepByStep)


class StepByStep(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            for step in _steps(migration):
                with self._store.locked() as session:
                    session.run(step)
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.create_history()
                session.record(row, applied_at=self._clock())
        return self.status()


def _steps(migration: Migration) -> Iterator[Migration]:
    for statement in migration.sql.split(";\n"):
        yield structs.replace(migration, sql=statement)


class Racing(Migrations):
    """Decides on what it saw before it held the lock."""

    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        time.sleep(SLOW_LOOK_S)
        if not self.is_current(state):
            with self._store.locked() as session:
                self.run_pending(session, state)
        return self.status()


@mutant(breaks="migration.concurrent-applies-all-succeed")
def decides_before_it_holds_the_lock(parts: Parts) -> Parts:
    """Decides what is pending before it holds the lock, and does not look again."""
    return replace(parts, migrations=Racing)


@mutant(breaks="migration.concurrent-starts-all-succeed")
def races_at_startup(parts: Parts) -> Parts:
    """Decides at startup what is pending before it holds the lock, and does not look again."""
    return replace(parts, startup=RacingStartup)


class RacingStartup(Startup):
    def migrate(self) -> str:
        Racing(self._graph.migration_store, self._graph.parts.clock).apply()
        return "raced"
