"""Migrations that commit each statement before the next, for whoever may interrupt or race them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from reference_gateway.domain.migrations import HistoryRow, Migration, MigrationStatus
from reference_gateway.services.migration import Migrations


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
