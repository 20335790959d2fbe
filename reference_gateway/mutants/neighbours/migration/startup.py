"""Gateways that mistake what they may do to the schema when they start, one step beside the examples."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reference_gateway.domain.faults import MigrationPending, MigrationRefused
from reference_gateway.domain.migrations import APPLICATION_TABLES, HISTORY_TABLE, HistoryRow
from reference_gateway.http.server.listener import Listener
from reference_gateway.mutants import mutant
from reference_gateway.services.readiness import Readiness
from reference_gateway.services.toggles import Toggles
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup

VARIABLE = "GATEWAY_RUN_MIGRATIONS"
LATER_S = 2.0
"""After the first look at a gateway that is ready."""


@mutant(breaks="migration.startup-migrates")
def migrates_for_its_admin_only(parts: Parts) -> Parts:
    """Migrates at startup only where it also bootstraps an administrator."""
    return replace(parts, startup=ForTheAdmin, readiness=ReadyRegardless)


@mutant(breaks="migration.startup-migrates")
def migrates_once_it_serves(parts: Parts) -> Parts:
    """Answers as ready at once when it has nothing to seed, and migrates meanwhile."""
    return replace(parts, startup=Meanwhile, readiness=ReadyRegardless)


@mutant(breaks="migration.startup-switched-off-leaves-the-schema-alone")
def fills_a_history_that_is_there(parts: Parts) -> Parts:
    """Migrates although told not to, where an empty history is there already."""
    return replace(parts, startup=FillsHistories)


@mutant(breaks="migration.startup-switched-off-leaves-the-schema-alone")
def hears_only_the_variable(parts: Parts) -> Parts:
    """Knows the variable that switches startup migrations off, not the flag."""
    return replace(parts, toggles=FlaglessToggles)


@mutant(breaks="migration.startup-switched-off-serves-a-migrated-database")
def insists_on_an_admin(parts: Parts) -> Parts:
    """Does not start on a migrated database without an administrator unless it may migrate."""
    return replace(parts, startup=InsistsOnAnAdmin)


@mutant(breaks="migration.startup-switched-off-serves-a-migrated-database")
def insists_on_being_alone(parts: Parts) -> Parts:
    """Does not start beside a table of somebody else unless it may migrate."""
    return replace(parts, startup=InsistsOnBeingAlone)


@mutant(breaks="migration.startup-names-the-pending-migrations")
def names_the_remedy_for_the_flag_only(parts: Parts) -> Parts:
    """Does not say what to run where a variable switched migrating off."""
    return replace(parts, startup=QuietAboutTheVariable)


@mutant(breaks="migration.startup-names-the-pending-migrations")
def serves_a_pending_schema_that_it_need_not_fill(parts: Parts) -> Parts:
    """Starts on a schema that is behind when every step is switched off."""
    return replace(parts, startup=NothingToFill, readiness=ReadyRegardless)


@mutant(breaks="migration.startup-switched-off-still-refuses")
def forgives_the_past_when_switched_off(parts: Parts) -> Parts:
    """Refuses later versions only, where it may not migrate."""
    return replace(parts, startup=ForgivesThePast)


@mutant(breaks="migration.startup-switched-off-still-refuses")
def forgives_by_the_variable(parts: Parts) -> Parts:
    """Looks at the history where the flag switched migrating off, not where the variable did."""
    return replace(parts, startup=ForgivesByTheVariable)


@mutant(breaks="migration.startup-switched-off-still-refuses")
def forgives_a_missing_table_when_switched_off(parts: Parts) -> Parts:
    """Does not look for its tables where it may not migrate."""
    return replace(parts, startup=ForgivesHoles)


class ReadyRegardless(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:  # noqa: ARG002 - whatever it says
        return True

    def require(self) -> None:
        """Nothing is required."""


class ForTheAdmin(Startup):
    def migrate(self) -> str:
        return super().migrate() if self._toggles.bootstrap_admin else "no admin, no tables"


class Meanwhile(Startup):
    def migrate(self) -> str:
        return super().migrate() if self._toggles.seed_config else "later"

    def serve(self, listener: Listener) -> int:
        if not self._toggles.seed_config:
            threading.Thread(target=self._migrate_later, daemon=True).start()
        return super().serve(listener)

    def _migrate_later(self) -> None:
        time.sleep(LATER_S)
        super().migrate()


class FillsHistories(Startup):
    def require_current_schema(self) -> None:
        if HISTORY_TABLE in self._graph.migration_store.state().tables:
            self._graph.migrations.apply()
        super().require_current_schema()


class FlaglessToggles(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, None if name == "run_migrations" else flag, env)


class InsistsOnAnAdmin(Startup):
    def require_current_schema(self) -> None:
        super().require_current_schema()
        graph = self._graph
        if not graph.parts.bootstrap_store(graph.backend).has_usable_platform_admin():
            raise MigrationPending("running migrations is switched off; run `migrate --apply` first")


class InsistsOnBeingAlone(Startup):
    def require_current_schema(self) -> None:
        super().require_current_schema()
        if self._graph.migration_store.state().tables - APPLICATION_TABLES - {HISTORY_TABLE}:
            raise MigrationPending("running migrations is switched off; run `migrate --apply` first")


class QuietAboutTheVariable(Startup):
    def require_current_schema(self) -> None:
        try:
            super().require_current_schema()
        except MigrationPending:
            if VARIABLE in self._graph.env:
                raise MigrationPending("the database schema is behind") from None
            raise


class NothingToFill(Startup):
    def require_current_schema(self) -> None:
        if self._toggles.bootstrap_admin or self._toggles.seed_config:
            super().require_current_schema()


class ForgivesThePast(Startup):
    def require_current_schema(self) -> None:
        try:
            super().require_current_schema()
        except MigrationRefused as error:
            if "v16" not in str(error):
                raise


class ForgivesByTheVariable(Startup):
    def require_current_schema(self) -> None:
        if VARIABLE not in self._graph.env:
            super().require_current_schema()


class ForgivesHoles(Startup):
    def require_current_schema(self) -> None:
        try:
            super().require_current_schema()
        except MigrationRefused as error:
            if "tables are missing" not in str(error):
                raise
