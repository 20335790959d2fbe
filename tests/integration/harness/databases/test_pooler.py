"""The pooler that a clause puts before a database: its sessions are shared, looked into and cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from contract_harness.databases import DatabaseFactory, pooler
from contract_harness.databases.factories import factory_for
from contract_harness.databases.pooler import SESSIONS, Pooler
from contract_harness.databases.pooler_config import Limits, Origin, written
from contract_harness.databases.postgres import DATABASE_URL_ENV, PostgresDatabase
from contract_harness.databases.postgres_server import URL_VARIABLE
from contract_harness.errors import NotObservable
from contract_harness.programs import debian
from tests.integration.harness.conftest import QUICK

CHANGES = [
    ("SET lock_timeout = 5000", "the setting lock_timeout"),
    ("SELECT pg_advisory_lock(7)", "an advisory lock"),
    ("PREPARE known AS SELECT 1", "the prepared statement known"),
    ("CREATE TEMPORARY TABLE notes (note text)", "the temporary table notes"),
    ("LISTEN news", "listening to news"),
]
HARMLESS = [
    "SET application_name = 'gateway'; SET TimeZone = 'UTC'",
    "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY; SET LOCAL lock_timeout = 5000; SELECT 1; COMMIT",
    "BEGIN; SELECT pg_advisory_xact_lock(7); COMMIT",
]


@pytest.fixture
def database(tmp_path: Path, server_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresDatabase]:
    """An empty one."""
    monkeypatch.setenv(URL_VARIABLE, server_url)
    factory = factory_for("postgres", tmp_path / "databases", QUICK)
    made = factory.empty()
    assert isinstance(made, PostgresDatabase)
    yield made
    factory.close()


def client(of: Pooler) -> psycopg.Connection:
    """Somebody who prepares nothing of their own accord."""
    return psycopg.connect(of.url, autocommit=True, prepare_threshold=None)


def test_transactions_take_its_few_sessions_in_turn(database: PostgresDatabase) -> None:
    """So that no two of one client come to the same."""
    with client(database.through_a_pooler()) as connection:
        pids = [connection.execute("SELECT pg_backend_pid()").fetchone() for _ in range(2 * SESSIONS)]

    assert (SESSIONS, pids[:SESSIONS]) == (len(set(pids)), pids[SESSIONS:])


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_what_is_left_in_a_session_is_named(database: PostgresDatabase, change: str, told: str) -> None:
    """Whichever of them it is."""
    through = database.through_a_pooler()
    assert [] == through.left()
    with client(through) as connection:
        connection.execute(change.encode())

    assert [told] == through.left()


@pytest.mark.parametrize("change", HARMLESS)
def test_what_ends_with_its_transaction_is_not(database: PostgresDatabase, change: str) -> None:
    """Nor what a pooler carries along."""
    through = database.through_a_pooler()
    with client(through) as connection:
        connection.execute(change.encode())

    assert [] == through.left()


def test_a_restart_ends_every_connection_and_nothing_else(database: PostgresDatabase) -> None:
    """It is at its address again, with sessions nobody has used."""
    through = database.through_a_pooler()
    with client(through) as connection:
        connection.execute("SET lock_timeout = 5000")
        url = through.url

        through.restart()

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert (url, 1, []) == (through.url, through.restarts, through.left())


def test_the_gateway_is_led_through_it_until_it_is_taken_away(database: PostgresDatabase) -> None:
    """The harness itself looks at the database as before."""
    direct = database.environment()
    through = database.through_a_pooler()

    assert {DATABASE_URL_ENV: through.url} == database.environment()
    assert through is database.through_a_pooler()
    assert frozenset() == database.own_tables()
    database.without_pooler()
    database.without_pooler()
    assert direct == database.environment()
    with pytest.raises(psycopg.OperationalError):
        client(through)


def test_nobody_gets_to_the_server_through_it_without_its_password(database: PostgresDatabase) -> None:
    """The server may be somebody's own, and the machine a shared one."""
    url = database.through_a_pooler().url
    stranger = psycopg.conninfo.make_conninfo(url, password="guessed")

    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(stranger)


def test_a_server_that_it_does_not_get_to_is_nobodys_fault(database: PostgresDatabase) -> None:
    """It is said at once what to do."""
    with (
        psycopg.connect(database.url) as connection,
        pytest.raises(NotObservable, match=r"does not get to the database .*have the server let in"),
    ):
        Pooler(connection, "nobody_made_it", QUICK)


def test_a_machine_without_it_is_told_what_to_install(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is looked at once."""
    looks: list[str] = []

    def find(program: str) -> Path:
        looks.append(program)
        raise debian.NotBrought("not on PATH")

    monkeypatch.setattr(pooler.debian, "find", find)
    monkeypatch.setattr(pooler, "_not_brought", {})
    for _ in range(2):
        with pytest.raises(NotObservable, match=r"no PgBouncer \(not on PATH\): install the package"):
            database.through_a_pooler()
    assert ["pgbouncer"] == looks


def test_sqlite_has_none(factory: DatabaseFactory) -> None:
    """Which is told; PostgreSQL has."""
    made = factory.empty()
    if factory.kind == "postgres":
        assert made.through_a_pooler().url
    else:
        with pytest.raises(NotObservable, match="SQLite is no server"):
            made.through_a_pooler()
    made.without_pooler()


def test_what_it_is_told_keeps_quotes_and_the_words_of_the_url(tmp_path: Path) -> None:
    """A password with quotes in it, TLS as libpq was told, and no memory of statements where it has one."""
    tls = (("server_tls_sslmode", "verify-full"), ("server_tls_ca_file", "/etc/ca.pem"))
    origin = Origin("d", 'a"b', "it's", "db.example", 6000, tls)
    settings, people = written(origin, Limits(4, keeps_statements=True), "own", 7000, tmp_path)

    told = settings.read_text("utf-8").splitlines()
    assert "d = host='db.example' port='6000' dbname='d' user='a\"b' password='it''s'" in told
    assert {"server_tls_sslmode = verify-full", "server_tls_ca_file = /etc/ca.pem"} <= set(told)
    assert {"max_prepared_statements = 0", "default_pool_size = 4", "listen_port = 7000"} <= set(told)
    assert '"a""b" "own"\n' == people.read_text("utf-8")
    assert {0o600} == {file.stat().st_mode & 0o777 for file in (settings, people)}
    assert "it's" not in repr(origin)
