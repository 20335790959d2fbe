"""The admin lists: who stands beside whom, and what a new key or user may be given."""

from __future__ import annotations

import pytest

from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID, MembershipRole
from reference_gateway.services.directory import Directory
from tests.unit.gateway.decisions.given import edit, membership, oidc_provider, team, user


def key(name: str, owner: str, kind: str, at: int) -> str:
    """A statement that makes a key of that owner."""
    return (
        f"INSERT INTO api_keys (id, public_id, secret_hash, name, owner_kind, owner_{kind}_id, created_at) "
        f"VALUES ('{name}', '{name}', 'phc', '{name}', '{kind}', '{owner}', {at})"
    )


@pytest.fixture
def directory(graph) -> Directory:
    """The lists of a small company: two teams, one of them wound up, and people in every state."""
    edit(
        graph,
        user("boss", user_id=BOOTSTRAP_ADMIN_ID, role="platform_admin"),
        user("ann", at=2),
        user("bob", at=3),
        user("cid", status="invited", at=4),
        user("dan", status="disabled", at=5),
        team("core"),
        team("old", status="inactive"),
        membership("ann", "core", "owner"),
        membership("dan", "old", "member"),
        oidc_provider("main"),
        oidc_provider("off", is_enabled=False),
        "INSERT INTO gateway_models (id, model_key, created_at, updated_at) VALUES ('m', 'fast', 1, 1)",
        key("of-ann", "ann", "user", 1),
        key("of-core", "core", "team", 2),
        key("of-old", "old", "team", 3),
        key("of-dan", "dan", "user", 4),
    )
    backend, parts = graph.backend, graph.parts
    return Directory(
        keys=parts.access_store(backend),
        identity=parts.identity_store(backend),
        models=parts.model_store(backend),
    )


def test_each_key_stands_beside_its_owner(directory: Directory):
    """Newest first; a user's key has no team and a team's no user, and no owner is hidden for their state."""
    listed = [
        (item.key.name, item.user and item.user.id, item.team and item.team.id)
        for item in directory.keys().keys
    ]

    assert [
        ("of-dan", "dan", None),
        ("of-old", None, "old"),
        ("of-core", None, "core"),
        ("of-ann", "ann", None),
    ] == listed


def test_a_new_key_may_be_given_to_whoever_is_active(directory: Directory):
    """People and teams, and not the bootstrap admin; it may call every model there is."""
    listed = directory.keys()

    assert ["bob", "ann"] == [one.id for one in listed.users]
    assert ["core"] == [one.id for one in listed.teams]
    assert ["fast"] == [one.key for one in listed.models]


def test_each_user_stands_beside_their_team(directory: Directory):
    """Newest first, whatever their state, with their role in it; the bootstrap admin is not listed."""
    listed = [
        (item.user.id, item.team and item.team.id, item.membership and item.membership.role)
        for item in directory.users().users
    ]

    assert [
        ("dan", "old", MembershipRole.MEMBER),
        ("cid", None, None),
        ("bob", None, None),
        ("ann", "core", MembershipRole.OWNER),
    ] == listed


def test_a_new_user_may_be_given_what_is_in_use(directory: Directory):
    """Active teams, and identity providers that are on."""
    listed = directory.users()

    assert ["core"] == [one.id for one in listed.teams]
    assert ["main"] == [one.key for one in listed.oidc_providers]
