"""Seeding: what exists afterwards, what a second seeding does, and that it is all or nothing."""

import copy

import pytest

from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.identity import SYSTEM_LEGACY_TEAM_ID, MembershipRole, UserStatus
from reference_gateway.domain.migrations import APPLICATION_TABLES, Migration
from reference_gateway.services.toggles import Toggles
from reference_gateway.store.queries import Query
from reference_gateway.wiring.startup import Startup
from tests.given.seed_document import DOCUMENT, ENV


@pytest.fixture
def seeded(graph_of):
    """Seeds a document, changed as asked, over the migrated database."""

    def seed(change=lambda document: None, env=ENV):
        document = copy.deepcopy(DOCUMENT)
        change(document)
        graph = graph_of(document, env)
        graph.migrations.apply()
        graph.seeding().seed()
        return graph

    return seed


def contents(graph):
    """Every row of every application table."""
    backend = graph.backend
    return {
        table: backend.fetch_all(Query(table, f"SELECT * FROM {table} ORDER BY 1, 2"))
        for table in APPLICATION_TABLES
    }


def edit(graph, statement):
    """Run a statement that no store has a query for."""
    with graph.migration_store.locked() as session:
        session.run(Migration(1, "edit", statement))


def test_everything_listed_exists(seeded):
    """Provider, models, alias, key with grants, team, invited user, membership, budgets."""
    graph = seeded()
    models = graph.parts.model_store(graph.backend)
    key = graph.parts.access_store(graph.backend).key("ci")
    identity = graph.parts.identity_store(graph.backend)
    alice = identity.user_by_email("alice@example.test")
    rows = contents(graph)

    assert ("fast", ["gpt-4o-mini"]) == (
        models.model("quick").alias_of,
        [route.upstream_model for route in models.routes(models.model("fast").id)],
    )
    assert (SYSTEM_LEGACY_TEAM_ID, ("quick", "fast")) == (key.owner_team_id, key.model_keys)
    assert graph.hasher.verify(key.secret_hash, "first-secret")
    assert (UserStatus.INVITED, None) == (alice.status, identity.password_hash(alice.id))
    assert [MembershipRole.ADMIN] == [one.role for one in identity.memberships()]
    assert ([125_000], [10_000]) == tuple(
        [row["amount_10000"] for row in rows[table] if row["is_active"]]
        for table in ("team_budgets", "user_budgets")
    )


def test_no_secret_is_stored(seeded):
    """Neither the provider's token nor the key's secret stands in any row."""
    text = repr(contents(seeded()))

    assert "upstream-secret" not in text
    assert "first-secret" not in text


def test_seeding_again_changes_no_row(seeded):
    """Not even a timestamp or a salt."""
    first = contents(seeded())

    assert first == contents(seeded())


def test_a_new_secret_replaces_the_old(seeded):
    """Same public id, other secret."""
    seeded()
    graph = seeded(env={"KEY": "gwk_ci.second-secret"})
    key = graph.parts.access_store(graph.backend).key("ci")

    assert (False, True) == tuple(
        graph.hasher.verify(key.secret_hash, secret) for secret in ("first-secret", "second-secret")
    )


def test_a_revoked_key_stays_revoked(seeded):
    """While its grants follow the configuration."""
    edit(seeded(), "UPDATE api_keys SET status = 'revoked', revoked_at = 5")
    graph = seeded(lambda document: document["auth"]["seed_api_keys"][0].update(allowed_models=["fast"]))
    key = graph.parts.access_store(graph.backend).key("ci")

    assert (True, ("fast",)) == (key.is_revoked, key.model_keys)


def test_what_is_no_longer_listed_stays(seeded):
    """Models, keys, teams and users are never removed by omission."""
    seeded()
    graph = seeded(
        lambda document: document.update(models=[], teams=[], users=[], auth={"seed_api_keys": []})
    )
    rows = contents(graph)

    assert [2, 1, 2, 1] == [len(rows[table]) for table in ("gateway_models", "api_keys", "teams", "users")]


def test_a_key_that_is_no_longer_listed_goes_on_until_it_is_pruned(seeded):
    """It is known by name at every start; pruning revokes it for good, and no other."""
    seeded().demo().seed()
    later = seeded(lambda document: document["auth"].update(seed_api_keys=[]))

    def status(public_id):
        return later.parts.access_store(later.backend).key(public_id).status

    assert ["ci"] == list(later.seeding().unlisted_keys())
    assert "active" == status("ci")
    assert (["ci"], []) == (later.seeding().prune(), later.seeding().prune())
    assert ("revoked", "active") == (status("ci"), status("locdemo1"))
    assert {} == later.seeding().unlisted_keys() == seeded().seeding().unlisted_keys()
    assert "revoked" == status("ci")


def test_a_model_that_is_no_longer_listed_answers_until_it_is_pruned(seeded):
    """An alias too; its rows and grants stay, and once listed it answers again."""
    rows = contents(seeded())

    def forget(document):
        document.update(models=[])
        document["auth"]["seed_api_keys"][0].update(allowed_models=["fast"])

    later = seeded(forget)
    answering = sorted(later.seeding().unlisted_models())

    assert ["fast", "quick"] == answering
    assert (answering, []) == (later.seeding().prune_models(), later.seeding().prune_models())
    pruned = contents(later)
    assert {0} == {route["enabled"] for route in pruned["model_routes"]}
    assert {None} == {model["alias_target_model_key"] for model in pruned["gateway_models"]}
    assert [len(rows[table]) for table in ("gateway_models", "model_routes")] == [
        len(pruned[table]) for table in ("gateway_models", "model_routes")
    ]
    again = contents(seeded())
    assert rows["gateway_models"] == again["gateway_models"]
    assert {1} == {route["enabled"] for route in again["model_routes"]}


def test_each_start_names_what_has_left(seeded, caplog):
    """One line for each key and each model, and none once they are pruned."""
    seeded()
    later = seeded(lambda document: document.update(models=[], auth={"seed_api_keys": []}))
    startup = Startup(later, Toggles())

    def told():
        caplog.clear()
        startup.seed()
        return [line.partition(" is no longer")[0] for line in caplog.messages]

    assert ["the key gwk_ci", "the model fast", "the model quick"] == told() == told()
    later.seeding().prune()
    later.seeding().prune_models()
    assert [] == told()


def test_a_listed_owner_loses_what_is_not_listed(seeded):
    """Membership and budget are reconciled."""

    def forget(document):
        del document["users"][0]["membership"], document["users"][0]["budget"], document["teams"][0]["budget"]

    seeded()
    rows = contents(seeded(forget))

    assert [] == rows["team_memberships"]
    assert [0, 0] == [row["is_active"] for table in ("team_budgets", "user_budgets") for row in rows[table]]


def test_routes_are_replaced(seeded):
    """A listed model has exactly the listed routes."""
    seeded()
    graph = seeded(lambda document: document["models"][1]["routes"][0].update(upstream_model="gpt-4.1"))
    models = graph.parts.model_store(graph.backend)

    assert ["gpt-4.1"] == [route.upstream_model for route in models.routes(models.model("fast").id)]


def unknown_provider(document):
    """A route nobody can take."""
    document["models"][1]["routes"][0]["provider"] = "nobody"


def unknown_grant(document):
    """A grant of nothing."""
    document["auth"]["seed_api_keys"][0]["allowed_models"] = ["nothing"]


def missing_token(document):
    """A provider without its secret."""
    document["providers"][0]["auth"]["token"] = "env.NOT_THERE"


def unknown_oidc(document):
    """A user of an identity provider that does not exist."""
    document["users"][0].update(auth_mode="oidc", oidc_provider_key="nobody")


@pytest.mark.parametrize(
    ("change", "env", "words"),
    [
        (unknown_provider, ENV, r"models\[1\]\.routes\[0\]\.provider: `nobody`"),
        (unknown_grant, ENV, r"seed_api_keys\[0\]\.allowed_models: `nothing`"),
        (missing_token, ENV, "`NOT_THERE`"),
        (unknown_oidc, ENV, "OIDC provider `nobody`"),
        (lambda document: None, {}, "`KEY` is not set"),
        (lambda document: None, {"KEY": "no key"}, "`KEY` is not a gateway key"),
    ],
)
def test_what_cannot_be_seeded_leaves_nothing(graph_of, seeded, change, env, words):
    """Each refusal names its place, and not one row is written."""
    with pytest.raises(SeedFault, match=words):
        seeded(change, env)
    assert not any(contents(graph_of()).values())


def test_a_failure_in_the_middle_leaves_nothing(graph_of, seeded):
    """Whatever goes wrong after the first write."""
    from reference_gateway.services.seeding import Seeding

    class Stumbling(Seeding):
        def write_user(self, section):
            raise RuntimeError(section.email)

    document = copy.deepcopy(DOCUMENT)
    graph = graph_of(document, ENV, seeding=Stumbling)
    graph.migrations.apply()

    with pytest.raises(RuntimeError):
        graph.seeding().seed()
    assert not any(contents(graph).values())


@pytest.mark.parametrize(
    ("statement", "change", "words"),
    [
        (
            "UPDATE users SET status = 'active', auth_mode = 'oauth'",
            lambda document: None,
            "auth_mode cannot change",
        ),
        ("UPDATE team_memberships SET role = 'owner'", lambda document: None, "owns a team"),
        (
            "UPDATE users SET status = 'active', global_role = 'platform_admin'",
            lambda document: None,
            "last active platform admin",
        ),
    ],
)
def test_people_are_protected(seeded, statement, change, words):
    """Configuration cannot do what would lock somebody out."""
    edit(seeded(), statement)

    with pytest.raises(SeedFault, match=words):
        seeded(change)


def test_the_demo_can_be_seeded_twice(seeded):
    """Same team, user and key; the key may call every model."""
    graph = seeded()

    first, second = graph.demo().seed(), graph.demo().seed()

    assert first == second
    assert ("quick", "fast") == graph.parts.access_store(graph.backend).key("locdemo1").model_keys
