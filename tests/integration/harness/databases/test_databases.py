"""Databases of both engines keep the same promises to a scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from contract_harness.databases import Database, DatabaseFactory
from contract_harness.databases.factories import factory_for
from contract_harness.databases.postgres_server import URL_VARIABLE, postgres_server
from contract_harness.errors import ContractBreach, MissingServer, NotObservable
from tests.integration.harness.conftest import QUICK

MakeFactory = Callable[[str], DatabaseFactory]


def _fill(database: Database) -> None:
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX t_name ON t (name)")
    database.execute("INSERT INTO t VALUES (?, ?)", (1, "100% ?"))


def test_rows_and_tables_are_read_back(factory: DatabaseFactory) -> None:
    """Values may hold placeholders and percent signs."""
    database = factory.empty()
    _fill(database)

    assert frozenset({"t"}) == database.tables()
    assert [{"id": 1, "name": "100% ?"}] == database.rows("SELECT * FROM t WHERE name = ?", ("100% ?",))


def test_an_empty_database_has_nothing(factory: DatabaseFactory) -> None:
    """Looking does not make it exist."""
    database = factory.empty()

    assert (frozenset(), []) == (database.tables(), database.history())
    assert (factory.kind == "postgres") == database.exists()


def test_the_history_is_read_in_order(factory: DatabaseFactory) -> None:
    """By version."""
    database = factory.empty()
    database.execute("CREATE TABLE refinery_schema_history (version BIGINT PRIMARY KEY, name TEXT)")
    database.execute("INSERT INTO refinery_schema_history VALUES (18, 'b'), (17, 'a')")

    assert [17, 18] == [row["version"] for row in database.history()]


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO t VALUES (2, 'b')",
        "UPDATE t SET name = 'c'",
        "CREATE TABLE u (i INTEGER)",
        "CREATE INDEX t_other ON t (name, id)",
        "DROP INDEX t_name",
        "ALTER TABLE t ADD COLUMN extra TEXT",
        "CREATE VIEW v AS SELECT 1 AS one",
    ],
)
def test_the_fingerprint_sees_every_change(factory: DatabaseFactory, change: str) -> None:
    """And nothing else: copies and repeated looks agree."""
    database, copy = (factory.from_template("filled", _fill) for _ in range(2))
    before = database.fingerprint()
    same = (database.fingerprint(), copy.fingerprint())
    database.execute(change)

    assert (before, before) == same
    assert before != database.fingerprint()


def test_a_failed_change_leaves_nothing(factory: DatabaseFactory) -> None:
    """Statements run in one transaction."""
    database = factory.from_template("filled", _fill)
    before = database.fingerprint()
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        database.execute("INSERT INTO t VALUES (2, 'b'); INSERT INTO t VALUES (1, 'again')")

    assert before == database.fingerprint()


def test_an_obstructed_table_cannot_be_created(factory: DatabaseFactory) -> None:
    """Not even if it does not exist; and no table is in the way."""
    database = factory.empty()
    database.obstruct("users")

    assert "users" not in database.tables()
    with pytest.raises(Exception, match="already"):
        database.execute("CREATE TABLE IF NOT EXISTS users (i INTEGER)")


def test_rows_that_are_refused_are_refused_by_the_database(factory: DatabaseFactory) -> None:
    """In the middle of a transaction, of which nothing stays."""
    database = factory.from_template("filled", _fill)
    database.refuse_rows("t")

    with pytest.raises(ContractBreach, match="no row is taken"):
        database.execute("CREATE TABLE u (i INTEGER); INSERT INTO t VALUES (2, 'b')")
    assert frozenset({"t"}) == database.tables()


@pytest.mark.parametrize(
    "change", ["UPDATE t SET name = name", "DELETE FROM t", "CREATE TABLE u (i INTEGER)"]
)
def test_what_rows_do_not_show_the_prints_do(factory: DatabaseFactory, change: str) -> None:
    """A row that is written as it was, too, where an engine writes one; looking leaves them alike."""
    database = factory.from_template("filled", _fill)
    before = database.prints()
    database.fingerprint()
    assert before == database.prints()

    database.execute(f"{change}; INSERT INTO t VALUES (3, 'c')")

    assert before != database.prints()


def test_a_place_that_is_not_there_is_another(factory: DatabaseFactory) -> None:
    """Of the same kind; asking for it makes nothing."""
    database = factory.empty()
    before = database.prints()

    assert (factory.kind, True) == (database.nowhere()["kind"], database.nowhere() != database.config())
    assert before == database.prints()


def test_what_an_engine_cannot_be_is_not_observable(factory: DatabaseFactory) -> None:
    """A search path is PostgreSQL's, a file without a byte SQLite's; the harness looks at `public` still."""
    database = factory.empty()
    if factory.kind == "postgres":
        database.lead_elsewhere()
        database.execute("CREATE TABLE t (i INTEGER)")
        assert frozenset({"t"}) == database.tables()
        with pytest.raises(NotObservable):
            database.be_an_empty_file()
    else:
        database.be_an_empty_file()
        assert database.exists()
        with pytest.raises(NotObservable):
            database.lead_elsewhere()


def test_a_dropped_database_is_gone(factory: DatabaseFactory) -> None:
    """Dropping twice does nothing."""
    database = factory.from_template("filled", _fill)
    database.drop()
    database.drop()

    assert not database.exists()


def test_the_engines_name_themselves_in_the_config(factory: DatabaseFactory) -> None:
    """A reachable section, and one at which nothing answers."""
    database = factory.empty()

    assert factory.kind == database.config()["kind"] == database.out_of_reach()["kind"]
    assert database.config() != database.out_of_reach()


def test_an_absent_and_a_zero_byte_file_are_the_same(tmp_path: Path) -> None:
    """To the fingerprint; `exists` tells them apart."""
    database = factory_for("libsql", tmp_path / "d", QUICK).empty()
    absent = (database.fingerprint(), database.exists())
    Path(database.config()["path"]).touch()

    assert (absent[0], False) == (database.fingerprint(), absent[1])
    assert database.exists()


def test_a_sqlite_copy_includes_what_is_only_in_the_wal(tmp_path: Path) -> None:
    """The template is checkpointed first."""
    factory = factory_for("libsql", tmp_path / "d", QUICK)

    def prepare(database: Database) -> None:
        writer = apsw.Connection(database.config()["path"])
        writer.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        writer.execute(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (7)"
        ).fetchall()
        assert database.is_being_written()
        writer.close()

    assert [{"i": 7}] == factory.from_template("wal", prepare).rows("SELECT * FROM t")


def test_sqlite_out_of_reach_cannot_be_opened(tmp_path: Path) -> None:
    """By root neither; and it has no roles."""
    database = factory_for("libsql", tmp_path / "d", QUICK).empty()

    with pytest.raises(apsw.CantOpenError):
        apsw.Connection(database.out_of_reach()["path"]).execute("CREATE TABLE t (i INTEGER)")
    with pytest.raises(NotObservable, match="no roles"):
        database.without_create_right()


def test_a_postgres_role_without_the_right_cannot_create(
    server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can connect; role and database are gone afterwards."""
    import psycopg

    monkeypatch.setenv(URL_VARIABLE, server_url)
    factory = factory_for("postgres", Path(), QUICK)
    url = factory.empty().without_create_right()["url"].removeprefix("literal.")
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE t (i INTEGER)")
    factory.close()

    with psycopg.connect(server_url) as connection:
        left = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'contract%' "
            "UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'contract%'"
        ).fetchall()
    assert [] == left


def test_a_postgres_transaction_that_writes_is_seen(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that reads is not; idle means nobody is connected."""
    import psycopg

    monkeypatch.setenv(URL_VARIABLE, server_url)
    factory = factory_for("postgres", Path(), QUICK)
    database = factory.empty()
    with psycopg.connect(database.environment()["POSTGRES_URL"]) as connection:
        connection.execute("SELECT 1")
        reading = database.is_being_written()
        connection.execute("CREATE TABLE t (i INTEGER)")
        writing = database.is_being_written()
    database.wait_until_idle()
    factory.close()

    assert (False, True) == (reading, writing)


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "nonsense"])
def test_a_server_that_was_given_and_cannot_be_used_is_told(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other is used in its place."""
    monkeypatch.setenv(URL_VARIABLE, url)
    with pytest.raises(MissingServer, match=URL_VARIABLE), postgres_server():
        pass
