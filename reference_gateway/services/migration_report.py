"""What the `migrate` command accepts and says (observed gateway, 7.5)."""

from collections.abc import Sequence
from typing import Literal

from reference_gateway.domain.faults import MigrationActionUnclear
from reference_gateway.domain.migrations import MigrationStatus
from reference_gateway.services.migration import Migrations

Action = Literal["status", "check", "apply"]


class MigrationReport:
    """One `migrate` command."""

    def __init__(self, migrations: Migrations) -> None:
        self._migrations = migrations

    def run(self, action: Action) -> list[str]:
        """Do *action*; the lines to print."""
        statuses = {
            "status": self._migrations.status,
            "check": self._migrations.check,
            "apply": self._migrations.apply,
        }[action]()
        return self.lines(statuses)

    def lines(self, statuses: Sequence[MigrationStatus]) -> list[str]:
        """The backend, then each registered migration, ascending."""
        return [f"backend: {self._migrations.backend}", *map(self.line, statuses)]

    def line(self, status: MigrationStatus) -> str:
        """One migration."""
        return f"v{status.version} {status.name} [{'applied' if status.is_applied else 'pending'}]"

    @staticmethod
    def action(*, status: bool, check: bool, apply: bool) -> Action:
        """The one action asked for.

        Raises:
            MigrationActionUnclear: none or several.
        """
        asked: dict[Action, bool] = {"status": status, "check": check, "apply": apply}
        chosen = [action for action, is_asked in asked.items() if is_asked]
        if len(chosen) != 1:
            raise MigrationActionUnclear("choose exactly one of --status, --check and --apply")
        return chosen[0]
