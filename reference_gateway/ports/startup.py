"""What a start asks of its database: migrating it, a first administrator, the configuration's entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Protocols are for the type checker; a start that only migrates need not load every value there is.
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from reference_gateway.domain.access import ApiKey
    from reference_gateway.domain.identity import (
        AuthMode,
        GlobalRole,
        Membership,
        OidcProvider,
        Team,
        User,
    )
    from reference_gateway.domain.migrations import DatabaseState, HistoryRow, Migration
    from reference_gateway.domain.models import GatewayModel, Provider, Route
    from reference_gateway.domain.spend import Budget


class BootstrapStore(Protocol):
    """What the first administrator needs (observed gateway, 9.2)."""

    def user_by_email(self, email: str) -> User | None: ...

    def has_usable_platform_admin(self) -> bool:
        """Whether some platform admin exists who is past the invitation (active or disabled)."""
        ...

    def put_bootstrap_admin(self, *, email: str, must_change_password: bool, at: datetime) -> None:
        """Insert or refresh the fixed row, active, in password mode; `Conflict` when *email* is taken."""
        ...

    def store_password(self, user_id: str, phc: str, *, must_change: bool, at: datetime) -> None: ...


class SeedStore(Protocol):
    """Writes of configuration seeding; each is an upsert by the key of observed gateway, 9.5."""

    def provider_keys(self) -> frozenset[str]: ...

    def put_provider(self, provider: Provider, *, secrets: Mapping[str, str], at: datetime) -> None:
        """*secrets* are references (`env.NAME`), never the secrets themselves."""
        ...

    def put_model(self, model: GatewayModel, *, at: datetime) -> None:
        """By key; the alias link is set apart, once every model exists."""
        ...

    def link_alias(self, model_key: str, alias_of: str | None) -> None: ...

    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None: ...

    def model_id(self, key: str) -> str | None: ...

    def key(self, public_id: str) -> ApiKey | None: ...

    def live_keys_of_team(self, team_id: str) -> Mapping[str, str]:
        """Row ids by public ids."""
        ...

    def revoke_key(self, key_id: str, *, at: datetime) -> None: ...

    def live_models(self) -> Mapping[str, str]:
        """The row id of each model that calls may lead somewhere by, by its key."""

    def disable_model(self, model_id: str) -> None: ...

    def put_key(
        self, *, key_id: str, public_id: str, secret_hash: str, name: str, team_id: str, at: datetime
    ) -> None:
        """By public id: secret hash, name and owner are replaced, the status is left alone."""
        ...

    def replace_grants(self, key_id: str, model_ids: Sequence[str]) -> None: ...

    def ensure_team(self, team: Team, *, at: datetime) -> None:
        """Make the team where there is none of this key; leave an existing one as it is."""
        ...

    def put_team(self, team: Team, *, at: datetime) -> None:
        """By key; an existing team keeps its id and takes the name."""
        ...

    def team_by_key(self, key: str) -> Team | None: ...

    def user_by_email(self, email: str) -> User | None: ...

    def add_user(self, user: User) -> None: ...

    def update_user(
        self,
        user_id: str,
        *,
        name: str,
        role: GlobalRole,
        auth_mode: AuthMode,
        request_logging_enabled: bool,
        at: datetime,
    ) -> None: ...

    def active_platform_admin_ids(self) -> frozenset[str]:
        """Without the bootstrap admin (observed gateway, 2.9)."""
        ...

    def membership(self, user_id: str) -> Membership | None: ...

    def put_membership(self, membership: Membership, *, at: datetime) -> None: ...

    def remove_membership(self, user_id: str) -> None: ...

    def oidc_provider(self, key: str | None) -> OidcProvider | None:
        """The identity provider, enabled or not; no key names none."""
        ...

    def oidc_link(self, user_id: str) -> str | None:
        """The id of the provider the user is linked to."""
        ...

    def put_oidc_link(self, user_id: str, provider_id: str, *, at: datetime) -> None: ...

    def remove_oidc_link(self, user_id: str) -> None: ...

    def put_user_budget(self, user_id: str, budget: Budget | None, *, at: datetime) -> None:
        """Replace the active budget; None deactivates it."""
        ...

    def put_team_budget(self, team_id: str, budget: Budget | None, *, at: datetime) -> None: ...


class MigrationSession(Protocol):
    """One locked transaction on a database about to be migrated; nothing it wrote stays when it raises."""

    def state(self) -> DatabaseState: ...

    def create_history(self) -> None:
        """Create the history table where it is absent."""
        ...

    def run(self, migration: Migration) -> None:
        """Execute the migration's statements."""
        ...

    def record(self, row: HistoryRow, *, applied_at: datetime) -> None: ...


class MigrationStore(Protocol):
    """The mechanics of migrating: reading without a trace, writing under a lock."""

    @property
    def backend(self) -> str:
        """`libsql` or `postgres`, as listings and refusals name it."""
        ...

    @property
    def registry(self) -> Sequence[Migration]:
        """Every migration of this backend, ascending by version."""
        ...

    def state(self) -> DatabaseState:
        """What the database shows, read without writing; a SQLite file that does not exist shows nothing."""
        ...

    def locked(self) -> AbstractContextManager[MigrationSession]:
        """A transaction that no other migration of this database overlaps; waits for its turn."""
        ...
