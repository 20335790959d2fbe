"""A migration store that hands everything on to the real one, for a wrong one to differ from in one thing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from reference_gateway.domain.migrations import DatabaseState, Migration
from reference_gateway.ports.startup import MigrationSession, MigrationStore
from reference_gateway.wiring import Parts


class HandedOn:
    """Implements `ports.MigrationStore` by asking another one."""

    def __init__(self, real: MigrationStore) -> None:
        self.real = real

    @property
    def backend(self) -> str:
        """The real one's."""
        return self.real.backend

    @property
    def registry(self) -> Sequence[Migration]:
        """The real one's."""
        return self.real.registry

    def state(self) -> DatabaseState:
        """The real one's."""
        return self.real.state()

    def locked(self) -> AbstractContextManager[MigrationSession]:
        """The real one's."""
        return self.real.locked()


def on_both_engines(parts: Parts, wrong: type[HandedOn]) -> Parts:
    """The parts with *wrong* around the migration store of whichever database is configured."""
    return replace(
        parts,
        sqlite_migrations=lambda path: wrong(parts.sqlite_migrations(path)),
        postgres_migrations=lambda url: wrong(parts.postgres_migrations(url)),
    )
