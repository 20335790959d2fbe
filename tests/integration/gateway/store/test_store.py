"""The stores, on both engines: what is written is what is read, and failures have our names."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from reference_gateway.domain.errors import Conflict, StoreError, StoreUnavailable
from reference_gateway.domain.identity import (
    AuthMode,
    GlobalRole,
    Membership,
    MembershipRole,
    Session,
    Team,
    TeamStatus,
    User,
    UserStatus,
)
from reference_gateway.domain.migrations import Migration
from reference_gateway.domain.models import GatewayModel
from reference_gateway.domain.secrets import Secret
from reference_gateway.store.health import HealthStore
from reference_gateway.store.queries import Query, load
from reference_gateway.store.sqlite import SqliteBackend
from tests.given.graphs import NOW

SHELVES = ("access", "bootstrap", "health", "identity", "models", "seeding", "sessions")

ALICE = User(
    id="11111111-1111-4111-8111-111111111111",
    name="Alice",
    email="alice@example.test",
    global_role=GlobalRole.USER,
    auth_mode=AuthMode.PASSWORD,
    status=UserStatus.INVITED,
    must_change_password=False,
    request_logging_enabled=True,
    created_at=NOW,
)


@pytest.fixture
def seeds(graph):
    """The writes of seeding, over a migrated database."""
    return graph.parts.seed_store(graph.backend)


def edit(graph, statement):
    """Run a statement that no store has a query for."""
    with graph.migration_store.locked() as session:
        session.run(Migration(1, "edit", statement))


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_query_is_accepted_by_both_engines(graph, shelf):
    """Each is planned with null parameters: unknown columns and syntax errors cannot hide."""
    for query in load(shelf).values():
        names = re.findall(r"(?<![:\w]):([a-z_]\w*)", query.text)
        plan = graph.backend.fetch_all(Query(query.name, f"EXPLAIN {query.text}"), **dict.fromkeys(names))

        assert plan, query.name


@pytest.mark.parametrize("shelf", SHELVES)
def test_no_query_relies_on_a_search_path(shelf):
    """Behind a pooler the session, and what is set in it, may be somebody else's."""
    for query in load(shelf).values():
        tables = re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE) (\w+)\b(?!\.)", query.pyformat)

        assert {"SET", "excluded", "OF", "public"} >= set(tables), query.name
        assert query.is_read == (re.search(r"\b(INSERT|UPDATE|DELETE)\b", query.text) is None)


def test_a_transaction_that_raises_leaves_nothing(graph, seeds):
    """Every store of the thread takes part."""

    def write_and_fail():
        with graph.work.transaction():
            seeds.add_user(ALICE)
            seeds.ensure_team(Team("t", "t", "T", TeamStatus.ACTIVE), at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert (None, None) == (seeds.user_by_email(ALICE.email), seeds.team_by_key("t"))


def test_a_transaction_inside_another_joins_it(graph, seeds):
    """The outer one decides."""

    def write_inside_and_fail_outside():
        with graph.work.transaction():
            with graph.work.transaction():
                seeds.add_user(ALICE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_inside_and_fail_outside()
    assert seeds.user_by_email(ALICE.email) is None


def test_another_thread_does_not_see_an_open_transaction(graph, seeds):
    """And is not part of it."""
    seen = []
    with graph.work.transaction():
        seeds.add_user(ALICE)
        reader = threading.Thread(target=lambda: seen.append(seeds.user_by_email(ALICE.email)))
        reader.start()
        reader.join()

    assert ([None], ALICE) == (seen, seeds.user_by_email(ALICE.email))


def test_the_startup_lock_lets_one_in_at_a_time(graph_of, graph):
    """Also between two gateways, each with connections of its own."""
    inside, overlaps = [], []

    def enter(work):
        with work.startup_lock():
            inside.append(1)
            overlaps.append(len(inside))
            inside.pop()

    works = [graph.work, graph_of().work] * 4
    threads = [threading.Thread(target=enter, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1] * 8 == overlaps


def test_a_taken_email_is_a_conflict_without_database_text(seeds):
    """The client is told what clashed in our words; the driver's are the cause."""
    seeds.add_user(ALICE)

    with pytest.raises(Conflict) as conflict:
        seeds.add_user(ALICE)
    assert "store conflict: these values conflict with an existing row" == str(conflict.value)
    assert conflict.value.__cause__ is not None


def test_a_missing_table_is_a_store_error_without_database_text(graph_of):
    """Nothing of the driver's reaches the client."""
    graph = graph_of()
    with graph.migration_store.locked():
        pass  # there is a database, and nothing in it

    with pytest.raises(StoreError) as error:
        graph.parts.identity_store(graph.backend).users()
    assert "store failed" == str(error.value)


def test_a_database_that_is_gone_is_unavailable():
    """Readiness turns this into 503, naming neither file nor host."""
    backend = SqliteBackend(Path("/nowhere/x"))

    with pytest.raises(StoreUnavailable) as error:
        HealthStore(backend).history()
    assert "store unavailable: the database does not answer" == str(error.value)


def test_a_postgres_that_is_gone_is_unavailable():
    """The cause names the server, without the password."""
    from reference_gateway.store.postgres import PostgresBackend

    backend = PostgresBackend(Secret("postgresql://u:hunter2@127.0.0.1:1/x"), max_connections=1, wait_s=0.2)
    try:
        with pytest.raises(StoreUnavailable) as error:
            backend.fetch_one(load("health")["history"])
    finally:
        backend.close()
    assert "PostgreSQL at 127.0.0.1:1 cannot be used" in str(error.value.__cause__)
    assert "hunter2" not in str(error.value.__cause__)


def test_a_session_keeps_its_first_revocation(graph, seeds):
    """Others of the same user go too, but for the one excepted."""
    sessions = graph.parts.session_store(graph.backend)
    seeds.add_user(ALICE)
    for name in ("a", "b", "c"):
        sessions.add(Session(name, ALICE.id, f"hash-{name}", NOW, NOW + timedelta(days=30), NOW, None))

    later = NOW + timedelta(hours=1)
    sessions.revoke("a", at=NOW)
    sessions.revoke_all_of(ALICE.id, at=later, except_session_id="b")
    sessions.touch("b", seen_at=later)

    assert [NOW, None, later] == [sessions.session(name).revoked_at for name in ("a", "b", "c")]
    assert later == sessions.session("b").last_seen_at
    assert sessions.session("unknown") is None


def test_a_password_is_replaced_with_its_flag(graph, seeds):
    """Hash and rotation flag change together."""
    identity = graph.parts.identity_store(graph.backend)
    seeds.add_user(ALICE)

    identity.store_password(ALICE.id, "first", must_change=True, at=NOW)
    identity.store_password(ALICE.id, "second", must_change=False, at=NOW)

    assert ("second", False) == (
        identity.password_hash(ALICE.id),
        identity.user(ALICE.id).must_change_password,
    )


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (None, ["fast", "slow"]),
        ("UPDATE teams SET model_access_mode = 'restricted'", ["fast"]),
        ("UPDATE users SET model_access_mode = 'restricted'", []),
    ],
)
def test_grants_are_narrowed_by_restricted_owners(graph, seeds, restriction, expected):
    """A user's key is bound by the user's allowlist and by the allowlist of the user's team."""
    seeds.add_user(ALICE)
    seeds.put_team(Team("team", "team", "Team", TeamStatus.ACTIVE), at=NOW)
    seeds.put_membership(Membership(ALICE.id, "team", MembershipRole.MEMBER), at=NOW)
    for rank, key in enumerate(("fast", "slow")):
        seeds.put_model(GatewayModel(key, key, None, None, (), rank), at=NOW)
    seeds.put_key(key_id="k", public_id="p", secret_hash="h", name="K", team_id="team", at=NOW)
    seeds.replace_grants("k", ["fast", "slow"])
    edit(
        graph, f"UPDATE api_keys SET owner_kind = 'user', owner_user_id = '{ALICE.id}', owner_team_id = NULL"
    )
    edit(graph, "INSERT INTO team_model_allowlist VALUES ('team', 'fast')")
    if restriction:
        edit(graph, restriction)

    access = graph.parts.access_store(graph.backend)
    assert expected == [model.key for model in access.effective_models(access.key("p"))]


def test_a_key_remembers_its_last_use(graph, seeds):
    """An earlier time never replaces a later one."""
    seeds.ensure_team(Team("team", "team", "Team", TeamStatus.ACTIVE), at=NOW)
    seeds.put_key(key_id="k", public_id="p", secret_hash="h", name="K", team_id="team", at=NOW)
    access = graph.parts.access_store(graph.backend)

    access.touch_key("k", used_at=NOW + timedelta(seconds=5))
    access.touch_key("k", used_at=NOW)

    assert NOW + timedelta(seconds=5) == access.keys()[0].last_used_at
