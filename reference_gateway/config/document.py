"""The whole document."""

from typing import Any

from msgspec import field

from reference_gateway.config.auth import Auth
from reference_gateway.config.models import ModelSection
from reference_gateway.config.operations import BudgetAlerts, RequestLogging
from reference_gateway.config.people import TeamSection, UserSection
from reference_gateway.config.providers import ProviderSection
from reference_gateway.config.section import Section
from reference_gateway.config.server import Database, Server


class GatewayConfig(Section, frozen=True):
    """`gateway.yaml`; an empty file means every default."""

    server: Server = Server()
    database: Database = Database()
    auth: Auth = Auth()
    budget_alerts: BudgetAlerts = BudgetAlerts()
    request_logging: RequestLogging = RequestLogging()
    providers: list[ProviderSection] = field(default_factory=list)
    models: list[ModelSection] = field(default_factory=list)
    teams: list[TeamSection] = field(default_factory=list)
    users: list[UserSection] = field(default_factory=list)

    def summary(self) -> str:
        """What it describes, in one line without a secret."""
        return f"{self.database.backend} at {self.server.bind}; {self.seeds()}"

    def seeds(self) -> str:
        """How much of each kind seeding writes."""
        counts: dict[str, list[Any]] = {
            "provider": self.providers,
            "model": self.models,
            "key": self.auth.seed_api_keys,
            "team": self.teams,
            "user": self.users,
        }
        return ", ".join(
            f"{len(listed)} {noun}{'' if len(listed) == 1 else 's'}" for noun, listed in counts.items()
        )
