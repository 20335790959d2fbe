"""The whole document."""

from pydantic import Field

from reference_gateway.config.auth import Auth
from reference_gateway.config.base import Section
from reference_gateway.config.models import ModelSection
from reference_gateway.config.operations import BudgetAlerts, RequestLogging
from reference_gateway.config.people import TeamSection, UserSection
from reference_gateway.config.providers import ProviderSection
from reference_gateway.config.server import Database, Server


class GatewayConfig(Section):
    """`gateway.yaml`; an empty file means every default."""

    server: Server = Field(default_factory=Server)
    database: Database = Field(default_factory=Database)
    auth: Auth = Field(default_factory=Auth)
    budget_alerts: BudgetAlerts = Field(default_factory=BudgetAlerts)
    request_logging: RequestLogging = Field(default_factory=RequestLogging)
    providers: list[ProviderSection] = Field(default_factory=list)
    models: list[ModelSection] = Field(default_factory=list)
    teams: list[TeamSection] = Field(default_factory=list)
    users: list[UserSection] = Field(default_factory=list)
