"""Who and what is in the database of every API test."""

import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from reference_gateway.domain.identity import (
    BOOTSTRAP_ADMIN_ID,
    SYSTEM_LEGACY_TEAM_ID,
    AuthMode,
    GlobalRole,
    Team,
    TeamStatus,
    User,
    UserStatus,
)
from reference_gateway.domain.models import CAPABILITIES, GatewayModel, Provider, ProviderType, Route
from reference_gateway.services.migration import Migrations
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.store.bootstrap import BootstrapStore
from reference_gateway.store.seeding import SeedStore
from reference_gateway.store.sqlite import SqliteBackend
from reference_gateway.store.sqlite_migrations import SqliteMigrations

ADMIN = {"email": "admin@local", "password": "first-password"}
KEY = "gwk_test.some.secret"


def add_route(seeds: SeedStore, model_id: str, **changes: Any) -> None:
    """Give the model one more route to the provider."""
    route = Route(
        id=str(uuid.uuid4()),
        model_id=model_id,
        provider_key="stub",
        upstream_model="gpt-4o-mini",
        priority=100,
        weight=1.0,
        is_enabled=True,
        capabilities=frozenset(CAPABILITIES),
    )
    seeds.replace_routes(model_id, [structs.replace(route, **changes)], at=datetime.now(UTC))


def populate(backend: SqliteBackend, hasher: Argon2Secrets) -> None:
    """One admin, an invited user, a key granted `fast` and its alias, and an ungranted model."""
    now = datetime.now(UTC)
    bootstrap, seeds = BootstrapStore(backend), SeedStore(backend)
    bootstrap.put_bootstrap_admin(email=ADMIN["email"], must_change_password=False, at=now)
    bootstrap.store_password(BOOTSTRAP_ADMIN_ID, hasher.hash(ADMIN["password"]), must_change=False, at=now)
    seeds.add_user(
        User(
            id=str(uuid.uuid4()),
            name="Ann",
            email="ann@local",
            global_role=GlobalRole.USER,
            auth_mode=AuthMode.PASSWORD,
            status=UserStatus.INVITED,
            must_change_password=False,
            request_logging_enabled=True,
            created_at=now,
        )
    )
    seeds.put_provider(Provider("stub", ProviderType.OPENAI_COMPAT, {}), secrets={}, at=now)
    ids = {key: str(uuid.uuid5(uuid.NAMESPACE_OID, key)) for key in ("fast", "quick", "reasoning", "dead")}
    for rank, key in enumerate(ids):
        seeds.put_model(
            GatewayModel(ids[key], key, None, None, ("cheap",) if rank == 0 else (), rank), at=now
        )
    seeds.link_alias("quick", "fast")
    for key in ("fast", "reasoning"):
        add_route(seeds, ids[key])
    seeds.ensure_team(
        Team(SYSTEM_LEGACY_TEAM_ID, "system-legacy", "System Legacy", TeamStatus.ACTIVE), at=now
    )
    key_id = str(uuid.uuid4())
    seeds.put_key(
        key_id=key_id,
        public_id="test",
        secret_hash=hasher.hash("some.secret"),
        name="ci",
        team_id=SYSTEM_LEGACY_TEAM_ID,
        at=now,
    )
    seeds.replace_grants(key_id, [ids["fast"], ids["quick"], ids["dead"]])


def prepare(path: Path) -> None:
    """Make the database of every test: migrated and populated."""
    Migrations(SqliteMigrations(path), lambda: datetime.now(UTC)).apply()
    with closing(SqliteBackend(path)) as backend:
        populate(backend, Argon2Secrets())
