"""Gateways that mistake what they may do to the schema when they start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reference_gateway.domain.faults import MigrationPending, MigrationRefused
from reference_gateway.mutants import mutant
from reference_gateway.services.toggles import Toggles
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


@mutant(breaks="migration.startup-migrates")
def leaves_migrating_to_others(parts: Parts) -> Parts:
    """Migrates only when the command is migrate."""
    return replace(parts, startup=Idle)


@mutant(breaks="migration.startup-switched-off-leaves-the-schema-alone")
def migrates_although_told_not_to(parts: Parts) -> Parts:
    """Migrates at startup even when that is switched off."""
    return replace(parts, toggles=StubbornToggles)


@mutant(breaks="migration.startup-switched-off-leaves-the-schema-alone")
def hears_only_the_flag(parts: Parts) -> Parts:
    """Knows the flag that switches startup migrations off, not the variable."""
    return replace(parts, toggles=DeafToggles)


@mutant(breaks="migration.startup-switched-off-serves-a-migrated-database")
def insists_on_migrating(parts: Parts) -> Parts:
    """Does not start unless it may migrate, whatever the database holds."""
    return replace(parts, startup=Insisting)


@mutant(breaks="migration.startup-names-the-pending-migrations")
def starts_on_a_schema_that_is_behind(parts: Parts) -> Parts:
    """Goes on with starting on a schema that is behind, until something else fails."""
    return replace(parts, startup=Careless)


@mutant(breaks="migration.startup-switched-off-still-refuses")
def judges_only_when_it_may_migrate(parts: Parts) -> Parts:
    """Looks at the history only when it may migrate."""
    return replace(parts, startup=Unconcerned)


class Idle(Startup):
    def migrate(self) -> str:
        return "somebody will have done it"


class StubbornToggles(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return name == "run_migrations" or super().one(name, flag, env)


class DeafToggles(Toggles):
    @classmethod
    def one(cls, name: str, flag: bool | None, env: Mapping[str, str]) -> bool:
        return super().one(name, flag, {} if name == "run_migrations" else env)


class Insisting(Startup):
    def require_current_schema(self) -> None:
        raise MigrationPending("running migrations is switched off; run `migrate --apply` first")


class Careless(Startup):
    def require_current_schema(self) -> None:
        try:
            super().require_current_schema()
        except MigrationPending:
            return


class Unconcerned(Startup):
    def require_current_schema(self) -> None:
        try:
            super().require_current_schema()
        except MigrationRefused:
            return
