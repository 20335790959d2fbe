"""What configuration may not do to people: each refusal in its words, beside what is let through."""

from __future__ import annotations

from typing import Any

import pytest

from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID
from reference_gateway.domain.migrations import APPLICATION_TABLES
from tests.given.graphs import NOW
from tests.unit.gateway.decisions.given import edit, membership, oidc_link, oidc_provider, rows, team, user

PROVIDERS = [oidc_provider("main"), oidc_provider("other"), oidc_provider("off", is_enabled=False)]


def listed(name: str, **changes: Any) -> dict[str, Any]:
    """The user's section."""
    return {"name": name.title(), "email": f"{name}@example.test", "auth_mode": "password", **changes}


def by_oidc(name: str, key: str, **changes: Any) -> dict[str, Any]:
    """The section of a user who signs in at an identity provider."""
    return listed(name, auth_mode="oidc", oidc_provider_key=key, **changes)


@pytest.fixture
def seeded(graph_of):
    """Seeds *sections* into a database of which *statements* made the rest."""

    def seed(sections, *statements):
        graph = graph_of({"users": sections, "teams": [{"key": "core", "name": "Core"}]})
        graph.migrations.apply()
        edit(graph, *PROVIDERS, *statements)
        graph.seeding().seed()
        return graph

    return seed


REFUSED = {
    "an identity provider nobody knows": (
        [by_oidc("ann", "none")],
        [],
        "user ann@example.test: the OIDC provider `none` is unknown or off",
    ),
    "an identity provider that is off": (
        [by_oidc("ann", "off")],
        [],
        "user ann@example.test: the OIDC provider `off` is unknown or off",
    ),
    "the bootstrap admin": (
        [listed("boss", global_role="platform_admin")],
        [user("boss", user_id=BOOTSTRAP_ADMIN_ID, role="platform_admin")],
        "user boss@example.test: this is the bootstrap admin; remove it from users",
    ),
    "another way to sign in": (
        [by_oidc("ann", "main")],
        [user("ann")],
        "user ann@example.test: auth_mode cannot change from `password` once the user is active",
    ),
    "another way to sign in, disabled": (
        [listed("ann")],
        [user("ann", mode="oidc", status="disabled")],
        "user ann@example.test: auth_mode cannot change from `oidc` once the user is disabled",
    ),
    "another identity provider": (
        [by_oidc("ann", "other")],
        [user("ann", mode="oidc"), oidc_link("ann", "main")],
        "user ann@example.test: oidc_provider_key cannot change once the user is active",
    ),
    "an owner": (
        [listed("ann", membership={"team": "core", "role": "admin"})],
        [user("ann"), team("ops"), membership("ann", "ops", "owner")],
        "user ann@example.test: owns a team, which configuration cannot change; remove it from users",
    ),
    "the last admin": (
        [listed("ann")],
        [user("ann", role="platform_admin")],
        "users: this would demote the last active platform admin; keep one",
    ),
    "all admins at once": (
        [listed("ann"), listed("bob")],
        [user("ann", role="platform_admin"), user("bob", role="platform_admin")],
        "users: this would demote the last active platform admin; keep one",
    ),
}


@pytest.mark.parametrize(("sections", "statements", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_the_user_and_changes_nothing(graph_of, seeded, sections, statements, sentence):
    """Users, memberships, links: every table is as it was."""
    with pytest.raises(SeedFault) as refused:
        seeded(sections, *statements)
    graph = graph_of()
    counts = {table: len(rows(graph, "*", table)) for table in APPLICATION_TABLES}

    assert sentence == str(refused.value)
    assert (len(PROVIDERS) + len(statements)) == sum(counts.values())


@pytest.mark.parametrize("status", ["invited", "active", "disabled"])
def test_an_identity_provider_is_linked_where_there_was_none(seeded, status):
    """Whatever the user's status: nothing is taken away."""
    graph = seeded([by_oidc("ann", "main")], user("ann", mode="oidc", status=status))

    assert [("ann", "id-main", int(NOW.timestamp()))] == rows(
        graph, "user_id, oidc_provider_id, created_at", "user_oidc_links"
    )


def test_the_same_identity_provider_may_be_listed_again(seeded):
    """The link is as old as it was."""
    graph = seeded([by_oidc("ann", "main")], user("ann", mode="oidc"), oidc_link("ann", "main"))

    assert [("ann", "id-main", 1)] == rows(graph, "user_id, oidc_provider_id, created_at", "user_oidc_links")


def test_an_invited_user_may_change_the_identity_provider(seeded):
    """Nobody has signed in there yet."""
    invited = user("ann", mode="oidc", status="invited")
    graph = seeded([by_oidc("ann", "other")], invited, oidc_link("ann", "main"))

    assert [("ann", "id-other")] == rows(graph, "user_id, oidc_provider_id", "user_oidc_links")


def test_an_invited_user_may_change_the_way_to_sign_in(seeded):
    """The link goes with the mode; everybody else's stays."""
    bob = [user("bob", mode="oidc"), oidc_link("bob", "main")]
    graph = seeded(
        [listed("ann")], user("ann", mode="oidc", status="invited"), oidc_link("ann", "main"), *bob
    )

    assert [("ann", "password"), ("bob", "oidc")] == rows(graph, "id, auth_mode", "users")
    assert [("bob", "id-main")] == rows(graph, "user_id, oidc_provider_id", "user_oidc_links")


def test_an_admin_may_be_demoted_beside_another(seeded):
    """Listed or not, one remains; an admin who is not active does not count."""
    graph = seeded(
        [listed("ann"), listed("cid")],
        user("ann", role="platform_admin"),
        user("bob", role="platform_admin"),
        user("cid", role="platform_admin", status="disabled"),
    )

    assert [("ann", "user"), ("bob", "platform_admin"), ("cid", "user")] == rows(
        graph, "id, global_role", "users"
    )


def test_a_member_may_be_moved_and_promoted(seeded):
    """Only an owner stays where they are."""
    section = listed("ann", membership={"team": "core", "role": "admin"})
    graph = seeded([section], user("ann"), team("ops"), membership("ann", "ops", "member"))

    assert [("ann", "admin")] == rows(graph, "user_id, role", "team_memberships")
    assert rows(graph, "team_id", "team_memberships") != [("ops",)]
