"""Schema migrations as values: what the registry holds and what a database's history says."""

import hashlib
from functools import cache

from msgspec import Struct

HISTORY_TABLE = "refinery_schema_history"


class Migration(Struct, frozen=True):
    """One registered step of the schema."""

    version: int
    name: str
    sql: str
    """Its lines end with LF, however the file came here."""

    @property
    def checksum(self) -> str:
        """SHA-256 of the SQL text, in hex: an edited migration is a different migration."""
        return _digest(self.sql)

    def is_known_by(self, checksum: str) -> bool:
        """Whether *checksum* is of this text, with CRLF too: once it was taken over a checkout as it was."""
        return checksum in (self.checksum, _digest(self.sql.replace("\n", "\r\n")))


@cache
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class HistoryRow(Struct, frozen=True):
    """One row of `refinery_schema_history` (observed gateway, 8.2)."""

    version: int
    name: str
    checksum: str


class DatabaseState(Struct, frozen=True):
    """What a database shows before anything is decided about it."""

    history: tuple[HistoryRow, ...]
    """Ascending by version; empty when the table is absent too."""
    tables: frozenset[str]
    """Every table of the database (PostgreSQL: of schema `public`)."""


class MigrationStatus(Struct, frozen=True):
    """One line of the listing."""

    version: int
    name: str
    is_applied: bool


APPLICATION_TABLES = frozenset(
    [
        "providers",
        "gateway_models",
        "teams",
        "users",
        "team_memberships",
        "oidc_providers",
        "user_password_auth",
        "user_oidc_auth",
        "user_oauth_auth",
        "user_model_allowlist",
        "team_model_allowlist",
        "api_keys",
        "api_key_model_grants",
        "audit_logs",
        "model_routes",
        "pricing_catalog_cache",
        "password_invitations",
        "user_oidc_links",
        "user_sessions",
        "model_pricing",
        "request_logs",
        "request_log_payloads",
        "request_log_tags",
        "user_budgets",
        "team_budgets",
        "budget_alerts",
        "budget_alert_deliveries",
        "usage_cost_event_duplicates_archive",
        "usage_cost_events",
    ]
)
"""What the baseline creates (observed gateway, 8.3); without a history they mean a foreign database."""
