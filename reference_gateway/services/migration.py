"""
Whether a database may be migrated, and migrating it.

Every decision is a method of `Migrations`; how a database is read, locked and changed belongs to the store.
Source: observed gateway, 8.4, 8.5 and 8.6, where nothing locks and a refusal leaves a trace.
"""

from collections.abc import Sequence

from reference_gateway.domain.faults import MigrationPending, MigrationRefused
from reference_gateway.domain.migrations import (
    APPLICATION_TABLES,
    HISTORY_TABLE,
    DatabaseState,
    HistoryRow,
    Migration,
    MigrationStatus,
)
from reference_gateway.ports import Clock
from reference_gateway.ports.startup import MigrationSession, MigrationStore

NAMED_TABLES = 3
"""How many tables a refusal names before it only counts them."""


class Migrations:
    """status, check and apply over one database."""

    def __init__(self, store: MigrationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.applied: list[str] = []
        """What `apply` has applied, as the listing calls it."""

    def status(self) -> list[MigrationStatus]:
        """Every registered migration with whether it is applied; nothing is written.

        Raises:
            MigrationRefused: the history is unknown or divergent.
        """
        state = self._store.state()
        self.validate(state)
        return self.listing(state)

    def check(self) -> list[MigrationStatus]:
        """Like `status`, for a database that must be up to date.

        Raises:
            MigrationRefused: the history is unknown or divergent.
            MigrationPending: something is not applied yet.
        """
        statuses = self.status()
        pending = sum(not status.is_applied for status in statuses)
        if pending:
            raise MigrationPending(
                "database migration check failed; apply what is pending with `migrate --apply`"
            ) from MigrationPending(self._pending_sentence(pending))
        return statuses

    @property
    def backend(self) -> str:
        """What the listing and the refusals call the database."""
        return self._store.backend

    def apply(self) -> list[MigrationStatus]:
        """Apply what is pending, all of it or nothing, and list as `status` would afterwards.

        A database that is up to date is neither locked nor written. Otherwise the history is judged again
        under the lock, because another process may have been first.

        Raises:
            MigrationRefused: the history is unknown or divergent; nothing was written.
            DatabaseFault: the database failed; nothing was written.
        """
        state = self._store.state()
        self.validate(state)
        if self.is_current(state):
            return self.listing(state)
        with self._store.locked() as session:
            state = session.state()
            self.validate(state)
            pending = self.pending(state)
            self.run_pending(session, state)
            state = session.state()
            self.validate(state)
        self.applied += [f"v{one.version} {one.name}" for one in pending]
        return self.listing(state)

    def validate(self, state: DatabaseState) -> None:
        """Refuse what cannot be continued; the first reason found is the one told."""
        self.refuse_tables_without_history(state)
        for row in state.history:
            self.refuse_unknown_version(row)
            self.refuse_other_identity(row)
        self.refuse_missing_tables(state)

    def refuse_tables_without_history(self, state: DatabaseState) -> None:
        """Application tables that no history accounts for."""
        found = state.tables & APPLICATION_TABLES
        if not state.history and found:
            self._refuse(
                f"{HISTORY_TABLE} is empty but existing application tables were found ({_some(found)})"
            )

    def refuse_unknown_version(self, row: HistoryRow) -> None:
        """A version before the baseline, or from a newer gateway."""
        if self.registered(row.version) is None:
            self._refuse(f"found historical migration v{row.version} outside the active registry")

    def refuse_other_identity(self, row: HistoryRow) -> None:
        """A registered version under another name, or whose SQL was different."""
        expected = self.registered(row.version)
        if expected is None or (self.same_name(row, expected) and self.same_checksum(row, expected)):
            return
        self._refuse(
            f"migration v{row.version} identity mismatch: expected `{expected.name}` with checksum "
            f"`{self.checksum_of(expected)}`, found `{row.name}` with checksum `{row.checksum}`"
        )

    def same_name(self, row: HistoryRow, expected: Migration) -> bool:
        """Whether the history calls the migration what the registry calls it."""
        return row.name == expected.name

    def same_checksum(self, row: HistoryRow, expected: Migration) -> bool:
        """Whether the SQL applied then is the SQL registered now."""
        return row.checksum == self.checksum_of(expected) or expected.is_known_by(row.checksum)

    def checksum_of(self, migration: Migration) -> str:
        """What the history remembers of the SQL."""
        return migration.checksum

    def refuse_missing_tables(self, state: DatabaseState) -> None:
        """A history that promises tables which are not there."""
        missing = APPLICATION_TABLES - state.tables
        if state.history and missing:
            versions = ", ".join(f"v{row.version}" for row in state.history)
            self._refuse(f"{HISTORY_TABLE} lists {versions} but tables are missing ({_some(missing)})")

    def registered(self, version: int) -> Migration | None:
        """The migration of this version in the active registry."""
        return next((one for one in self._store.registry if one.version == version), None)

    def is_current(self, state: DatabaseState) -> bool:
        """Whether nothing is pending."""
        return not self.pending(state)

    def pending(self, state: DatabaseState) -> Sequence[Migration]:
        """What is registered and not in the history, ascending."""
        applied = {row.version for row in state.history}
        return [migration for migration in self._store.registry if migration.version not in applied]

    def run_pending(self, session: MigrationSession, state: DatabaseState) -> None:
        """Execute and record each pending migration inside the session's one transaction."""
        session.create_history()
        for migration in self.pending(state):
            session.run(migration)
            row = HistoryRow(migration.version, migration.name, self.checksum_of(migration))
            session.record(row, applied_at=self._clock())

    def listing(self, state: DatabaseState) -> list[MigrationStatus]:
        """One status for each registered migration, ascending."""
        applied = {row.version for row in state.history}
        return [
            MigrationStatus(one.version, one.name, one.version in applied) for one in self._store.registry
        ]

    def _pending_sentence(self, pending: int) -> str:
        return f"{pending} pending migrations remain for {self._store.backend}"

    def _refuse(self, why: str) -> None:
        raise MigrationRefused(
            f"database reset required for {self._store.backend}: {why}; "
            "recreate the database and rerun migrations"
        )


def _some(tables: frozenset[str]) -> str:
    first, rest = sorted(tables)[:NAMED_TABLES], len(tables) - NAMED_TABLES
    return ", ".join(first) + (f" and {rest} more" if rest > 0 else "")
