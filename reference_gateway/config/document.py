"""The whole document."""

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
