"""Migrations that are lax where a command migrates on its way, and strict in `migrate` and at a start."""

from __future__ import annotations

from dataclasses import replace

from reference_gateway.services.migration import Migrations
from reference_gateway.services.migration_report import MigrationReport
from reference_gateway.wiring import Parts
from reference_gateway.wiring.startup import Startup


def lax_on_the_way(parts: Parts, lax: type[Migrations]) -> Parts:
    """The parts with *lax* for whoever is neither `migrate` nor a start."""
    return replace(parts, migrations=lax, migration_report=_StrictReport, startup=_StrictStartup)


def _strict(one: Migrations) -> Migrations:
    return Migrations(one._store, one._clock)


class _StrictReport(MigrationReport):
    def __init__(self, migrations: Migrations) -> None:
        super().__init__(_strict(migrations))


class _StrictStartup(Startup):
    def migrate(self) -> str:
        self._graph.migrations = _strict(self._graph.migrations)
        return super().migrate()
