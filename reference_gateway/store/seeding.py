"""The writes of configuration seeding; each is an upsert by the key of observed gateway, 9.5."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import structs

from reference_gateway.domain.access import ApiKey
from reference_gateway.domain.identity import (
    BOOTSTRAP_ADMIN_ID,
    AuthMode,
    GlobalRole,
    Membership,
    OidcProvider,
    Team,
    User,
)
from reference_gateway.domain.models import CAPABILITIES, GatewayModel, Provider, Route
from reference_gateway.domain.spend import Budget
from reference_gateway.store.access import AccessStore
from reference_gateway.store.backend import Backend, Row
from reference_gateway.store.identity import IdentityStore, membership_of, oidc_provider_of, team_of
from reference_gateway.store.models import ModelStore
from reference_gateway.store.moments import seconds
from reference_gateway.store.queries import load

SQL = load("seeding")


class SeedStore:
    """Implements `ports.SeedStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._access = AccessStore(backend)
        self._identity = IdentityStore(backend)
        self._models = ModelStore(backend)

    def provider_keys(self) -> frozenset[str]:
        """The providers there are, seeded by this configuration or an earlier one."""
        return frozenset(row["provider_key"] for row in self._backend.fetch_all(SQL["provider_keys"]))

    def put_provider(self, provider: Provider, *, secrets: Mapping[str, str], at: datetime) -> None:
        """By key; *secrets* are references (`env.NAME`), never the secrets themselves."""
        self._backend.execute(
            SQL["put_provider"],
            key=provider.key,
            type=str(provider.type),
            config_json=_json(provider.config),
            secrets_json=_json(secrets),
            at=seconds(at),
        )

    def put_model(self, model: GatewayModel, *, at: datetime) -> None:
        """By key; an existing model keeps its id and, until `link_alias`, its alias."""
        self._backend.execute(
            SQL["put_model"],
            id=model.id,
            key=model.key,
            description=model.description,
            tags_json=_json(model.tags),
            rank=model.rank,
            at=seconds(at),
        )

    def link_alias(self, model_key: str, alias_of: str | None) -> None:
        """Point the model at another, or at none."""
        self._backend.execute(SQL["link_alias"], key=model_key, alias_of=alias_of)

    def model_id(self, key: str) -> str | None:
        """The row id of the model called *key*."""
        row = self._backend.fetch_one(SQL["model_id"], key=key)
        return row["id"] if row else None

    def replace_routes(self, model_id: str, routes: Sequence[Route], *, at: datetime) -> None:
        """The model's routes become exactly *routes*; nothing is written when they are."""
        if set(map(_identity, self._models.routes(model_id))) == set(map(_identity, routes)):
            return
        self._backend.execute(SQL["remove_routes"], model_id=model_id)
        for route in routes:
            self._backend.execute(
                SQL["add_route"],
                id=route.id,
                model_id=model_id,
                provider_key=route.provider_key,
                upstream_model=route.upstream_model,
                priority=route.priority,
                weight=route.weight,
                enabled=int(route.is_enabled),
                extra_headers_json=_json(route.extra_headers),
                extra_body_json=_json(route.extra_body),
                capabilities_json=_json({name: name in route.capabilities for name in CAPABILITIES}),
                compatibility_json=_json(route.compatibility),
                at=seconds(at),
            )

    def key(self, public_id: str) -> ApiKey | None:
        """The key, live or revoked."""
        return self._access.key(public_id)

    def live_keys_of_team(self, team_id: str) -> dict[str, str]:
        """The row id of each key of the team that is not revoked, by its public id."""
        rows = self._backend.fetch_all(SQL["live_keys_of_team"], team_id=team_id)
        return {row["public_id"]: row["id"] for row in rows}

    def revoke_key(self, key_id: str, *, at: datetime) -> None:
        """For good."""
        self._backend.execute(SQL["revoke_key"], key_id=key_id, at=seconds(at))

    def live_models(self) -> dict[str, str]:
        """The row id of each model that has a route in use, or is another name of one, by its key."""
        rows = self._backend.fetch_all(SQL["live_models"])
        return {row["model_key"]: row["id"] for row in rows}

    def disable_model(self, model_id: str) -> None:
        """Use none of its routes, and let it stand for no other; its grants stay."""
        self._backend.execute(SQL["disable_routes"], model_id=model_id)
        self._backend.execute(SQL["unlink_alias"], model_id=model_id)

    def put_key(
        self, *, key_id: str, public_id: str, secret_hash: str, name: str, team_id: str, at: datetime
    ) -> None:
        """By public id: secret hash, name and owner are replaced, the status is left alone."""
        self._backend.execute(
            SQL["put_key"],
            id=key_id,
            public_id=public_id,
            secret_hash=secret_hash,
            name=name,
            team_id=team_id,
            at=seconds(at),
        )

    def replace_grants(self, key_id: str, model_ids: Sequence[str]) -> None:
        """The key's grants become exactly *model_ids*; nothing is written when they are."""
        granted = {row["model_id"] for row in self._backend.fetch_all(SQL["grants"], key_id=key_id)}
        if granted == set(model_ids):
            return
        self._backend.execute(SQL["remove_grants"], key_id=key_id)
        for model_id in dict.fromkeys(model_ids):
            self._backend.execute(SQL["add_grant"], key_id=key_id, model_id=model_id)

    def team_by_key(self, key: str) -> Team | None:
        """The team, active or not."""
        row = self._backend.fetch_one(SQL["team_by_key"], key=key)
        return team_of(row) if row else None

    def ensure_team(self, team: Team, *, at: datetime) -> None:
        """Make the team where there is none of this key; leave an existing one as it is."""
        self._backend.execute(SQL["ensure_team"], **_columns(team), at=seconds(at))

    def put_team(self, team: Team, *, at: datetime) -> None:
        """By key; an existing team keeps its id and takes the name."""
        self._backend.execute(SQL["put_team"], **_columns(team), at=seconds(at))

    def user_by_email(self, email: str) -> User | None:
        """*email* in its normalised form."""
        return self._identity.user_by_email(email)

    def add_user(self, user: User) -> None:
        """Insert a user; raises `Conflict` when the email is taken."""
        self._backend.execute(
            SQL["add_user"],
            id=user.id,
            name=user.name,
            email=user.email,
            role=str(user.global_role),
            auth_mode=str(user.auth_mode),
            status=str(user.status),
            must_change=int(user.must_change_password),
            logging=int(user.request_logging_enabled),
            at=seconds(user.created_at),
        )

    def update_user(
        self,
        user_id: str,
        *,
        name: str,
        role: GlobalRole,
        auth_mode: AuthMode,
        request_logging_enabled: bool,
        at: datetime,
    ) -> None:
        """What a listed user takes from the configuration; status and password stay."""
        self._backend.execute(
            SQL["update_user"],
            user_id=user_id,
            name=name,
            role=str(role),
            auth_mode=str(auth_mode),
            logging=int(request_logging_enabled),
            at=seconds(at),
        )

    def active_platform_admin_ids(self) -> frozenset[str]:
        """Without the bootstrap admin (observed gateway, 2.9)."""
        rows = self._backend.fetch_all(SQL["active_platform_admins"], bootstrap_admin_id=BOOTSTRAP_ADMIN_ID)
        return frozenset(row["id"] for row in rows)

    def membership(self, user_id: str) -> Membership | None:
        """The user's one membership."""
        row = self._backend.fetch_one(SQL["membership"], user_id=user_id)
        return membership_of(row) if row else None

    def put_membership(self, membership: Membership, *, at: datetime) -> None:
        """Move the user into the team, in the role."""
        self._backend.execute(
            SQL["put_membership"],
            user_id=membership.user_id,
            team_id=membership.team_id,
            role=str(membership.role),
            at=seconds(at),
        )

    def remove_membership(self, user_id: str) -> None:
        """Take the user out of their team, if any."""
        self._backend.execute(SQL["remove_membership"], user_id=user_id)

    def oidc_provider(self, key: str | None) -> OidcProvider | None:
        """The identity provider, enabled or not; no key names none."""
        row = self._backend.fetch_one(SQL["oidc_provider"], key=key)
        return oidc_provider_of(row) if row else None

    def oidc_link(self, user_id: str) -> str | None:
        """The id of the provider the user is linked to."""
        row = self._backend.fetch_one(SQL["oidc_link"], user_id=user_id)
        return row["oidc_provider_id"] if row else None

    def put_oidc_link(self, user_id: str, provider_id: str, *, at: datetime) -> None:
        """Link the user to the provider instead of any other."""
        self._backend.execute(SQL["put_oidc_link"], user_id=user_id, provider_id=provider_id, at=seconds(at))

    def remove_oidc_link(self, user_id: str) -> None:
        """Unlink the user."""
        self._backend.execute(SQL["remove_oidc_link"], user_id=user_id)

    def put_user_budget(self, user_id: str, budget: Budget | None, *, at: datetime) -> None:
        """Replace the active budget; None deactivates it."""
        self._put_budget("user", user_id, budget, at)

    def put_team_budget(self, team_id: str, budget: Budget | None, *, at: datetime) -> None:
        """Replace the active budget; None deactivates it."""
        self._put_budget("team", team_id, budget, at)

    def _put_budget(self, owner: str, owner_id: str, budget: Budget | None, at: datetime) -> None:
        active = self._backend.fetch_one(SQL[f"{owner}_budget"], owner_id=owner_id)
        if budget is not None and active is not None and _same(active, budget):
            return
        self._backend.execute(SQL[f"close_{owner}_budget"], owner_id=owner_id, at=seconds(at))
        if budget is not None:
            self._backend.execute(
                SQL[f"open_{owner}_budget"],
                id=str(uuid.uuid4()),
                owner_id=owner_id,
                cadence=str(budget.cadence),
                amount=budget.amount_usd_1e4,
                hard_limit=int(budget.hard_limit),
                timezone=budget.timezone,
                at=seconds(at),
            )


def _columns(team: Team) -> dict[str, str]:
    return {"id": team.id, "key": team.key, "name": team.name, "status": str(team.status)}


def _identity(route: Route) -> str:
    """Everything about the route, comparable across a round trip through the database."""
    return _json({**structs.asdict(route), "capabilities": sorted(route.capabilities)})


def _same(row: Row, budget: Budget) -> bool:
    return (row["cadence"], row["amount_10000"], bool(row["hard_limit"]), row["timezone"]) == (
        budget.cadence,
        budget.amount_usd_1e4,
        budget.hard_limit,
        budget.timezone,
    )


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
