"""The rows a seeding leaves: new ones, ones that were there before, and ones it must not invent."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.migrations import APPLICATION_TABLES
from reference_gateway.services.seeding import Seeding
from tests.given.graphs import NOW
from tests.unit.gateway.decisions.given import edit, rows, team, user

SECONDS = int(NOW.timestamp())
PROVIDER = {"id": "up", "type": "openai_compat", "base_url": "http://x", "pricing_provider_id": "openai"}
MODELS = [
    {"id": "fast", "routes": [{"provider": "up", "upstream_model": "gpt-4o-mini"}]},
    {"id": "quick", "alias_of": "fast"},
]
TEAMS = [{"key": "core", "name": " Core "}, {"key": "ops", "name": "Ops"}]
USERS = [
    {
        "name": " Ann ",
        "email": "Ann@Example.test",
        "auth_mode": "password",
        "membership": {"team": "core"},
        "budget": {"cadence": "daily", "amount_usd": "1", "hard_limit": False, "timezone": "Asia/Tokyo"},
    },
    {
        "name": "Bob",
        "email": "bob@example.test",
        "auth_mode": "password",
        "global_role": "platform_admin",
        "request_logging_enabled": False,
    },
]
ENV = {"KEY": "gwk_ci.secret", "TOKEN": "t"}


def keys(*models):
    """The `auth:` section with one key that may call *models*."""
    return {"seed_api_keys": [{"name": "ci", "value": "env.KEY", "allowed_models": list(models)}]}


def whole():
    """A document with something of everything."""
    auth = {"kind": "bearer", "token": "env.TOKEN"}
    return {
        "auth": keys("fast"),
        "providers": [{**PROVIDER, "auth": auth}],
        "models": MODELS,
        "teams": TEAMS,
        "users": USERS,
    }


@pytest.fixture
def seed(graph_of):
    """Seeds a document at a moment, by the real seeding or another; migrates first."""

    def run(document, *, after=timedelta(), seeding=Seeding, given=()):
        graph = graph_of(document, ENV, clock=lambda: NOW + after, seeding=seeding)
        graph.migrations.apply()
        edit(graph, *given)
        graph.seeding().seed()
        return graph

    return run


def test_everybody_listed_has_a_row_of_their_own(seed):
    """Invited, with nothing to rotate yet, logged as they are told; each under an id nobody else has."""
    graph = seed(whole())
    identities = [row[0] for table in ("teams", "users") for row in rows(graph, "id", table)]

    assert [
        ("ann@example.test", "Ann", "user", "password", "invited", 0, 1, SECONDS),
        ("bob@example.test", "Bob", "platform_admin", "password", "invited", 0, 0, SECONDS),
    ] == rows(
        graph,
        "email, name, global_role, auth_mode, status, must_change_password, "
        "request_logging_enabled, created_at",
        "users",
    )
    assert [
        ("core", "Core", "active"),
        ("ops", "Ops", "active"),
        ("system-legacy", "System Legacy", "active"),
    ] == rows(graph, "team_key, team_name, status", "teams")
    assert 5 == len({uuid.UUID(one) for one in identities})
    assert [("daily", 10_000, 0, "Asia/Tokyo")] == rows(
        graph, "cadence, amount_10000, hard_limit, timezone", "user_budgets"
    )


def test_a_provider_remembers_where_its_secret_is(seed):
    """The variable's name: what a second gateway on this database would need to be given."""
    graph = seed(whole())

    assert [("up", '{"token":"env.TOKEN"}')] == rows(graph, "provider_key, secrets_json", "providers")


def test_a_later_boot_touches_nothing_that_is_the_same(seed):
    """An hour later every row is as it was, so replicas and restarts leave no trace."""
    first = seed(whole())
    before = {table: rows(first, "*", table) for table in APPLICATION_TABLES}
    again = seed(whole(), after=timedelta(hours=1))

    assert before == {table: rows(again, "*", table) for table in APPLICATION_TABLES}


def test_a_user_who_exists_takes_what_is_listed(seed):
    """Name, role and logging; how far the user has come is not configuration's to say."""
    (ann, _) = USERS
    changed = {**ann, "name": "Anna", "global_role": "platform_admin", "request_logging_enabled": False}
    graph = seed({"users": [changed], "teams": TEAMS}, given=[user("ann")])

    assert [("ann", "Anna", "platform_admin", 0, "active", SECONDS)] == rows(
        graph, "id, name, global_role, request_logging_enabled, status, updated_at", "users"
    )


def test_a_key_that_exists_keeps_its_id(seed):
    """Whoever made it, logs and spend point at that id; its grants become the listed ones."""
    given = [
        team("ops"),
        "INSERT INTO api_keys (id, public_id, secret_hash, name, owner_kind, owner_team_id, created_at) "
        "VALUES ('made-elsewhere', 'ci', 'unreadable', 'old', 'team', 'ops', 1)",
    ]
    graph = seed(whole(), given=given)

    assert [("made-elsewhere", "ci", 1)] == rows(graph, "id, name, created_at", "api_keys")
    assert [("made-elsewhere",)] == rows(graph, "api_key_id", "api_key_model_grants")


def test_a_model_of_an_earlier_configuration_may_be_granted(seed):
    """It stays with its routes, so a key may call it."""
    seed(whole())
    graph = seed({"auth": keys("quick")})

    assert ("quick",) == graph.parts.access_store(graph.backend).key("ci").model_keys


class Unchecked(Seeding):
    """Writes without having looked."""

    def check(self, keys):
        del keys


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"auth": keys("nothing")}, "the model `nothing` is gone; seed again"),
        (
            {"users": [{**USERS[0], "membership": {"team": "nobody"}}]},
            "the team `nobody` is gone; seed again",
        ),
    ],
)
def test_what_a_write_refers_to_is_never_invented(graph_of, seed, document, sentence):
    """Even where nothing was checked before: the write says what is missing, and nothing stays."""
    with pytest.raises(SeedFault) as refused:
        seed(document, seeding=Unchecked)
    graph = graph_of()

    assert sentence == str(refused.value)
    assert [] == [table for table in APPLICATION_TABLES if rows(graph, "*", table)]
