"""Gateways whose migrations get in each other's way, one step beside the examples."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from reference_gateway.domain.faults import MigrationPending
from reference_gateway.domain.migrations import DatabaseState, HistoryRow, Migration, MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants.migration.together import SLOW_LOOK_S
from reference_gateway.services.migration import Migrations
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup

AT_WORK_S = 1.0
"""How long whoever came first holds its place, so that the others meet it there on a busy machine too."""


@mutant(breaks="migration.concurrent-applies-all-succeed")
def ends_while_another_applies(parts: Parts) -> Parts:
    """Says that all is applied, and ends, as soon as it finds that another apply has begun."""
    return replace(parts, migrations=LeavesItToTheFirst)


@mutant(breaks="migration.concurrent-applies-all-succeed")
def lists_only_its_own_work_as_applied(parts: Parts) -> Parts:
    """Waits for another apply, and then lists as pending what the other has applied."""
    return replace(parts, migrations=ListsItsOwnWork)


@mutant(breaks="migration.concurrent-starts-all-succeed")
def serves_only_what_it_has_migrated(parts: Parts) -> Parts:
    """Does not start where another gateway has migrated before it."""
    return replace(parts, startup=OnlyTheFirst)


@mutant(breaks="migration.concurrent-starts-all-succeed")
def remembers_each_start(parts: Parts) -> Parts:
    """Writes a row of its own into the history when it starts, which the next one to start refuses."""
    return replace(parts, startup=RemembersStarts)


@mutant(breaks="migration.kill-leaves-all-or-nothing")
def remembers_a_moment_later(parts: Parts) -> Parts:
    """Commits the tables, and writes the history a moment later."""
    return replace(parts, migrations=AMomentLater)


@mutant(breaks="migration.kill-leaves-all-or-nothing")
def commits_at_half_time(parts: Parts) -> Parts:
    """Commits the first half of the tables before it makes the second."""
    return replace(parts, migrations=HalfTime)


@contextmanager
def _first_place(one: Migrations) -> Iterator[bool]:
    """Whether we came first; whoever did holds the place for a while."""
    path: Path | None = getattr(one._store, "_path", None)
    place = (path or Path("first")).with_suffix(".first")
    try:
        os.close(os.open(place, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        yield False
        return
    try:
        time.sleep(AT_WORK_S)
        yield True
    finally:
        place.unlink()


class LeavesItToTheFirst(Migrations):
    def apply(self) -> list[MigrationStatus]:
        with _first_place(self) as is_first:
            if is_first:
                return super().apply()
        return [MigrationStatus(one.version, one.name, True) for one in self._store.registry]


class ListsItsOwnWork(Migrations):
    def apply(self) -> list[MigrationStatus]:
        statuses = super().apply()
        return statuses if self.applied else self.listing(DatabaseState((), frozenset()))


class OnlyTheFirst(Startup):
    def migrate(self) -> str:
        done = super().migrate()
        if not self._graph.migrations.applied:
            raise MigrationPending("another gateway has migrated this database")
        return done


class RemembersStarts(Startup):
    def migrate(self) -> str:
        done = super().migrate()
        with self._graph.migration_store.locked() as session:
            newest = session.state().history[-1].version
            session.record(HistoryRow(newest + 1, "start", ""), applied_at=self._graph.parts.clock())
        return done


class AMomentLater(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            with self._store.locked() as session:
                session.create_history()
                session.run(migration)
            time.sleep(SLOW_LOOK_S)
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            with self._store.locked() as session:
                session.record(row, applied_at=self._clock())
        return self.status()


class HalfTime(Migrations):
    def apply(self) -> list[MigrationStatus]:
        state = self._store.state()
        self.validate(state)
        for migration in self.pending(state):
            statements = migration.sql.split(";\n")
            half = len(statements) // 2
            self._commit(";\n".join(statements[:half]))
            time.sleep(SLOW_LOOK_S)
            self._commit(";\n".join(statements[half:]), remember=migration)
        return self.status()

    def _commit(self, sql: str, remember: Migration | None = None) -> None:
        with self._store.locked() as session:
            session.run(Migration(0, "half", sql))
            if remember is not None:
                session.create_history()
                row = HistoryRow(remember.version, remember.name, self.checksum_of(remember))
                session.record(row, applied_at=self._clock())
