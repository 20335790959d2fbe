"""Behind PgBouncer in transaction mode: no session is relied on, and its end costs no call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from contract_harness.databases.pooler import Pooler
from contract_harness.patience import Patience
from reference_gateway.domain.errors import GatewayError
from reference_gateway.domain.faults import DatabaseFault
from reference_gateway.domain.identity import Team, TeamStatus
from reference_gateway.domain.secrets import Secret
from reference_gateway.store.postgres import PostgresBackend
from reference_gateway.store.postgres_migrations import PostgresMigrations
from reference_gateway.store.queries import Query
from reference_gateway.wiring.graph import Graph
from tests.given.graphs import NOW

CALLERS = 8
CALLS = 300
NAMED = Query("named", "SELECT :name AS name, pg_sleep(0.002) AS slept")


@pytest.fixture
def url(new_postgres: Callable[[], str]) -> str:
    """Of an empty database, straight at the server."""
    return new_postgres()


@pytest.fixture
def pooler(url: str) -> Iterator[Pooler]:
    """Before that database."""
    with psycopg.connect(url) as connection:
        pooler = Pooler(connection, connection.info.dbname, Patience.from_environment())
    yield pooler
    pooler.close()


@pytest.fixture
def database(pooler: Pooler) -> dict[str, Any]:
    """Of a configuration, through the pooler."""
    return {"kind": "postgres", "url": f"literal.{pooler.url}"}


def asked_at_once(backend: PostgresBackend, calls: int = CALLS) -> list[str]:
    """What each of so many calls was answered in place of what it asked for, or what went wrong."""
    wrong: list[str] = []

    def ask(caller: int) -> None:
        for number in range(caller, calls, CALLERS):
            try:
                row = backend.fetch_one(NAMED, name=f"call {number}")
            except (GatewayError, psycopg.Error) as error:
                wrong.append(repr(error))
                continue
            if row is None or row["name"] != f"call {number}":
                wrong.append(repr(row))

    callers = [threading.Thread(target=ask, args=(caller,)) for caller in range(CALLERS)]
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    return wrong


def test_each_of_many_calls_is_answered_with_its_own_rows(graph: Graph, pooler: Pooler) -> None:
    """After migrating through it; and nothing is left in a session."""
    backend = graph.backend
    assert isinstance(backend, PostgresBackend)

    assert [] == asked_at_once(backend)
    assert [] == pooler.left()


def test_startup_work_locks_no_session(graph: Graph, pooler: Pooler) -> None:
    """A transaction has its lock, its limits, and what it wrote."""
    seeds = graph.parts.seed_store(graph.backend)
    for number in range(3):
        with graph.work.startup_lock():
            seeds.ensure_team(Team(f"t{number}", f"t{number}", "T", TeamStatus.ACTIVE), at=NOW)

    assert {seeds.team_by_key(f"t{number}") is not None for number in range(3)} == {True}
    assert [] == pooler.left()


def test_a_restart_of_the_pooler_costs_no_later_call(graph: Graph, pooler: Pooler) -> None:
    """Every connection there was is dead, and replaced unseen; the probe's too."""
    backend = graph.backend
    assert isinstance(backend, PostgresBackend)
    backend.look(Query("one", "SELECT 1 AS one"))
    assert [] == asked_at_once(backend)

    pooler.restart()

    assert [] == asked_at_once(backend)
    assert [{"one": 1}] == backend.look(Query("one", "SELECT 1 AS one"))


def test_connections_that_the_server_ended_are_replaced_unseen(url: str) -> None:
    """All of them, without a pause for each."""
    backend = PostgresBackend(Secret(url), max_connections=CALLERS)
    try:
        assert [] == asked_at_once(backend)
        with psycopg.connect(url, autocommit=True) as other:
            ended = other.execute(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            ).fetchone()

        assert ended is not None
        assert ended[0] > 2
        assert [] == asked_at_once(backend, calls=CALLERS)
    finally:
        backend.close()


def test_what_a_pooler_does_not_take_is_one_sentence(pooler: Pooler) -> None:
    """Options of a session in the URL: PgBouncer's own words say which."""
    migrations = PostgresMigrations(Secret(f"{pooler.url}?options=-cstatement_timeout%3D5s"))

    with pytest.raises(DatabaseFault, match=r"cannot be used: .*options") as told:
        migrations.state()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_is_not_utf8_is_refused_untouched(postgres_url: str, url: str, encoding: str) -> None:
    """By whatever looks first, in one sentence."""
    name = f"{psycopg.conninfo.conninfo_to_dict(url)['dbname']}_{encoding.lower()}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        how = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        server.execute(f"CREATE DATABASE {name} {how}".encode())
        try:
            other = psycopg.conninfo.make_conninfo(postgres_url, dbname=name)
            migrations = PostgresMigrations(Secret(other))
            with pytest.raises(DatabaseFault, match=f"has the encoding {encoding}"):
                migrations.state()
            with pytest.raises(DatabaseFault, match=f"has the encoding {encoding}"), migrations.locked():
                pytest.fail("it may be migrated")
            with psycopg.connect(other) as connection:
                found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                assert (0,) == found.fetchone()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
