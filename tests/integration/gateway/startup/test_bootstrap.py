"""The first administrator: made whole, once, or not at all."""

import threading

import pytest

from reference_gateway.domain.faults import BootstrapFault
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID, UserStatus
from reference_gateway.domain.migrations import Migration


def admin_config(**settings):
    """A document whose admin is set up this way."""
    return {"auth": {"bootstrap_admin": {"password": "env.ADMIN_PASSWORD", **settings}}}


@pytest.fixture
def booted(graph_of):
    """Builds a graph over the migrated database, with the password's variable set."""

    def build(document=None, env=None):
        graph = graph_of(document or admin_config(), {"ADMIN_PASSWORD": "first"} if env is None else env)
        graph.migrations.apply()
        return graph

    return build


def admin_of(graph):
    """The bootstrap admin's row and password hash."""
    identity = graph.parts.identity_store(graph.backend)
    return identity.user(BOOTSTRAP_ADMIN_ID), identity.password_hash(BOOTSTRAP_ADMIN_ID)


def edit(graph, statement):
    """Run a statement that no store has a query for."""
    with graph.migration_store.locked() as session:
        session.run(Migration(1, "edit", statement))


@pytest.mark.parametrize("must_change", [True, False])
def test_the_admin_is_made_as_configured(booted, must_change):
    """Active, with the password, and flagged when rotation is required."""
    graph = booted(admin_config(email=" Boss@Example.TEST ", require_password_change=must_change))

    assert graph.bootstrap().ensure()
    admin, phc = admin_of(graph)

    assert ("boss@example.test", UserStatus.ACTIVE, must_change) == (
        admin.email,
        admin.status,
        admin.must_change_password,
    )
    assert graph.hasher.verify(phc, "first")


def test_a_second_boot_changes_nothing(booted):
    """Whatever the configuration says now, and even with the variable gone."""
    first = booted()
    first.bootstrap().ensure()
    before = admin_of(first)

    again = booted(admin_config(email="other@local", require_password_change=True), env={})

    assert not again.bootstrap().ensure()
    assert before == admin_of(again)


def test_a_disabled_bootstrap_makes_nobody(booted):
    """Not even with a password at hand."""
    graph = booted(admin_config(enabled=False))

    assert not graph.bootstrap().ensure()
    assert (None, None) == admin_of(graph)


@pytest.mark.parametrize("env", [{}, {"ADMIN_PASSWORD": ""}])
def test_without_a_password_nothing_is_written(booted, env):
    """The variable is named, no half-made admin remains, and the next boot with it set works."""
    graph = booted(env=env)

    with pytest.raises(BootstrapFault, match="`ADMIN_PASSWORD`"):
        graph.bootstrap().ensure()
    assert (None, None) == admin_of(graph)
    assert booted().bootstrap().ensure()


@pytest.mark.parametrize(("status", "made"), [("invited", True), ("active", False), ("disabled", False)])
def test_only_an_admin_past_the_invitation_stands_in_the_way(booted, status, made):
    """Nobody could sign in to complete an invited admin's invitation."""
    graph = booted()
    edit(
        graph,
        "INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status, created_at, "
        f"updated_at) VALUES ('u', 'U', 'u@x', 'u@x', 'platform_admin', 'password', '{status}', 1, 1)",
    )

    assert made == graph.bootstrap().ensure()


def test_a_taken_email_is_refused(booted):
    """The admin never takes over somebody's account."""
    graph = booted()
    edit(
        graph,
        "INSERT INTO users (id, name, email, email_normalized, global_role, auth_mode, status, created_at, "
        "updated_at) VALUES ('u', 'U', 'admin@local', 'admin@local', 'user', 'password', 'active', 1, 1)",
    )

    with pytest.raises(BootstrapFault, match="`admin@local` belongs to another user"):
        graph.bootstrap().ensure()
    assert (None, None) == admin_of(graph)


def test_replicas_together_make_one_admin(booted):
    """Each with connections of its own; the others find the work done."""
    graphs = [booted() for _ in range(4)]
    made = []
    threads = [
        threading.Thread(target=lambda g=graph: made.append(g.bootstrap().ensure())) for graph in graphs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [False, False, False, True] == sorted(made)
    assert 1 == len(graphs[0].parts.identity_store(graphs[0].backend).users())
