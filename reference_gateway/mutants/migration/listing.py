"""Gateways that list or check their migrations wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from reference_gateway.domain.faults import MigrationPending
from reference_gateway.domain.migrations import HISTORY_TABLE, DatabaseState, Migration, MigrationStatus
from reference_gateway.mutants import mutant
from reference_gateway.mutants._stores import HandedOn, on_both_engines
from reference_gateway.services.migration import Migrations
from reference_gateway.services.migration_report import MigrationReport
from reference_gateway.wiring import Parts


@mutant(breaks="migration.status-lists-what-is-pending")
def applies_when_asked_for_the_status(parts: Parts) -> Parts:
    """Applies what is pending when only asked for the status."""
    return replace(parts, migrations=EagerStatus)


@mutant(breaks="migration.status-lists-what-is-pending")
def calls_pending_migrations_applied(parts: Parts) -> Parts:
    """Lists every migration it knows as applied."""
    return replace(parts, migration_report=HopefulReport)


@mutant(breaks="migration.status-lists-what-is-applied")
def leaves_applied_migrations_out(parts: Parts) -> Parts:
    """Lists only what is still to be done."""
    return replace(parts, migration_report=ToDoReport)


@mutant(breaks="migration.check-fails-while-migrations-are-pending")
def passes_every_check(parts: Parts) -> Parts:
    """Lets a check pass although migrations are pending."""
    return replace(parts, migrations=LenientCheck)


@mutant(breaks="migration.check-passes-when-all-are-applied")
def fails_every_check(parts: Parts) -> Parts:
    """Finds something pending in every database it checks."""
    return replace(parts, migrations=AnxiousCheck)


@mutant(breaks="migration.looking-creates-no-database")
def makes_a_history_to_look_at(parts: Parts) -> Parts:
    """Creates the history table, and with it the SQLite file, just to look into it."""
    return on_both_engines(parts, HeavyHanded)


@mutant(breaks="migration.looking-leaves-no-trace")
def notes_each_look(parts: Parts) -> Parts:
    """Writes into the history whenever it looks at the database."""
    return on_both_engines(parts, NotesLooks)


class EagerStatus(Migrations):
    def status(self) -> list[MigrationStatus]:
        return self.apply()


class HopefulReport(MigrationReport):
    def line(self, status: MigrationStatus) -> str:
        return super().line(structs.replace(status, is_applied=True))


class ToDoReport(MigrationReport):
    def lines(self, statuses: Sequence[MigrationStatus]) -> list[str]:
        return super().lines([status for status in statuses if not status.is_applied])


class LenientCheck(Migrations):
    def check(self) -> list[MigrationStatus]:
        return self.status()


class AnxiousCheck(Migrations):
    def check(self) -> list[MigrationStatus]:
        raise MigrationPending(f"1 pending migration remains for {self.backend}")


class HeavyHanded(HandedOn):
    def state(self) -> DatabaseState:
        with self.real.locked() as session:
            session.create_history()
            return session.state()


class NotesLooks(HandedOn):
    def state(self) -> DatabaseState:
        state = self.real.state()
        if state.history:
            with self.real.locked() as session:
                session.run(Migration(0, "look", f"UPDATE {HISTORY_TABLE} SET applied_on = applied_on + 1"))  # noqa: S608 - constant
        return state
