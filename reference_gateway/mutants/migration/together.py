"""Gateways whose migrations get in each other's way."""

from __future__ import annotations

import time
from dataclasses import replace

from reference_gateway.domain.migrations import MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants.migration._step_by_step import StepByStep
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup

SLOW_LOOK_S = 0.3
"""Between looking and locking: makes a race that a busy machine loses now and then be lost every time."""


@mutant(breaks="migration.kill-leaves-all-or-nothing")
def commits_each_statement(parts: Parts) -> Parts:
    """Runs a migration one committed statement at a time."""
    return replace(parts, migrations=StepByStep)


@mutant(breaks="migration.concurrent-applies-all-succeed")
def decides_before_it_holds_the_lock(parts: Parts) -> Parts:
    """Decides what is pending before it holds the lock, and does not look again."""
    return replace(parts, migrations=Racing)


@mutant(breaks="migration.concurrent-starts-all-succeed")
def races_at_startup(parts: Parts) -> Parts:
    """Decides at startup what is pending before it holds the lock, and does not look again."""
    return replace(parts, startup=RacingStartup)


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


class RacingStartup(Startup):
    def migrate(self) -> str:
        Racing(self._graph.migration_store, self._graph.parts.clock).apply()
        return "raced"
