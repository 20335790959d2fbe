"""What tests of decisions begin with: a configuration as read, and rows that no store would write."""

from __future__ import annotations

from typing import Any

from reference_gateway.config import GatewayConfig
from reference_gateway.config.walk import Walk
from reference_gateway.domain.migrations import Migration
from reference_gateway.store.queries import Query
from reference_gateway.wiring.graph import Graph


def config_of(document: dict[str, Any]) -> GatewayConfig:
    """The configuration that *document* says."""
    walk = Walk()
    config: GatewayConfig = walk.read(GatewayConfig, document)
    assert [] == walk.problems
    return config


def edit(graph: Graph, *statements: str) -> None:
    """Change the database behind the gateway's back."""
    with graph.migration_store.locked() as session:
        for statement in statements:
            session.run(Migration(1, "edit", statement))


def rows(graph: Graph, columns: str, table: str) -> list[tuple[Any, ...]]:
    """The *columns* of every row of *table*, in order."""
    found = graph.backend.fetch_all(Query(table, f"SELECT {columns} FROM {table}"))
    return sorted((tuple(row.values()) for row in found), key=repr)


def user(
    name: str,
    *,
    user_id: str | None = None,
    role: str = "user",
    mode: str = "password",
    status: str = "active",
    at: int = 1,
) -> str:
    """A statement that makes the user *name*, which is the id too unless there is another."""
    email = f"{name}@example.test"
    return (
        "INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status, created_at, "
        f"updated_at) VALUES ('{user_id or name}', '{name.title()}', '{email}', '{email}', '{role}', "
        f"'{mode}', '{status}', {at}, {at})"
    )


def team(key: str, *, name: str = "A team", status: str = "active") -> str:
    """A statement that makes the team *key*, which is its id too."""
    return (
        "INSERT INTO teams (id, team_key, team_name, status, created_at, updated_at) "
        f"VALUES ('{key}', '{key}', '{name}', '{status}', 1, 1)"
    )


def membership(user_id: str, team_id: str, role: str) -> str:
    """A statement that puts the user into the team."""
    return f"INSERT INTO team_memberships VALUES ('{user_id}', '{team_id}', '{role}', 1, 1)"


def oidc_provider(key: str, *, is_enabled: bool = True) -> str:
    """A statement that makes the identity provider *key*, whose id is `id-` and the key."""
    return (
        "INSERT INTO oidc_providers (id, provider_key, issuer_url, client_id, client_secret_ref, enabled, "
        f"created_at, updated_at) VALUES ('id-{key}', '{key}', 'https://{key}.test', 'c', 'env.C', "
        f"{int(is_enabled)}, 1, 1)"
    )


def oidc_link(user_id: str, key: str) -> str:
    """A statement that links the user to the identity provider *key*."""
    return f"INSERT INTO user_oidc_links VALUES ('{user_id}', 'id-{key}', 1)"
