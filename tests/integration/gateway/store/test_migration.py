"""Migrating: what is listed, what is refused, and that nothing is left behind."""

import hashlib
import sqlite3
import threading
from pathlib import Path

import pytest

from reference_gateway.domain.faults import DatabaseFault, MigrationPending, MigrationRefused
from reference_gateway.domain.migrations import APPLICATION_TABLES, HISTORY_TABLE, HistoryRow, Migration
from reference_gateway.services.migration_report import MigrationReport
from reference_gateway.store.registry import registry
from reference_gateway.store.sqlite_migrations import SqliteMigrations

KNOWN = registry("sqlite")
NEWER = KNOWN[-1].version + 1
"""The version of a gateway that is not written yet."""


def labels(state):
    """Every migration there is, as a listing shows it in this state."""
    return [f"v{one.version} {one.name} [{state}]" for one in KNOWN]


def listing(graph):
    """What `migrate --status` prints."""
    return MigrationReport(graph.migrations).run("status")


def change(graph, *statements):
    """Edit the database behind the gateway's back."""
    with graph.migration_store.locked() as session:
        for statement in statements:
            session.run(Migration(1, "edit", statement))


def test_a_fresh_database_goes_from_pending_to_applied(graph_of):
    """status, check and apply agree before and after."""
    graph = graph_of()
    backend = f"backend: {graph.config.database.kind}"

    assert [backend, *labels("pending")] == listing(graph)
    with pytest.raises(MigrationPending):
        graph.migrations.check()
    assert [backend, *labels("applied")] == MigrationReport(graph.migrations).run("apply")
    assert [backend, *labels("applied")] == MigrationReport(graph.migrations).run("check")


def test_each_history_row_says_what_was_applied(graph):
    """Version, name, and the SHA-256 of the SQL; the first is the baseline."""
    promised = tuple(
        HistoryRow(one.version, one.name, hashlib.sha256(one.sql.encode()).hexdigest())
        for one in graph.migration_store.registry
    )

    assert promised == graph.migration_store.state().history
    assert (17, "baseline") == (promised[0].version, promised[0].name)


def test_both_baselines_make_the_same_tables(graph_of):
    """The 29 application tables, whatever the engine."""
    store = graph_of().migration_store
    with store.locked() as session:
        session.run(store.registry[0])

    assert APPLICATION_TABLES == store.state().tables
    assert 29 == len(APPLICATION_TABLES)


def test_both_baselines_have_the_same_columns(tmp_path, new_postgres):
    """Every table has the same columns in the same order, null and not null alike."""
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.store.postgres_migrations import PostgresMigrations

    lite, post = SqliteMigrations(tmp_path / "a.db"), PostgresMigrations(Secret(new_postgres()))
    columns = []
    with lite.locked() as session:
        session.run(lite.registry[0])
        rows = session._connection.execute(
            "SELECT m.name AS t, c.name AS c, c.[notnull] AS n, c.pk AS p FROM sqlite_schema AS m, "
            "pragma_table_info(m.name) AS c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' "
            "ORDER BY m.name, c.cid"
        )
        columns.append([(row["t"], row["c"], bool(row["n"] or row["p"])) for row in rows])
    with post.locked() as session:
        session.run(post.registry[0])
        rows = session._connection.execute(
            "SELECT table_name AS t, column_name AS c, is_nullable = 'NO' AS n "
            "FROM information_schema.columns "
            "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        )
        columns.append([(row["t"], row["c"], row["n"]) for row in rows])

    assert columns[0] == columns[1]


def test_the_two_registries_agree():
    """Same versions and names; each file opens with why, locks and undo."""
    lite, post = registry("sqlite"), registry("postgres")

    assert (17, "baseline") == (lite[0].version, lite[0].name)
    assert [(one.version, one.name) for one in lite] == [(one.version, one.name) for one in post]
    for migration in (*lite, *post):
        head = migration.sql.partition("\n\n")[0]
        assert all(word in head for word in ("-- Why:", "-- Locks:", "-- Undo:"))


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (
            ["CREATE TABLE users (id TEXT)"],
            f"{HISTORY_TABLE} is empty but existing application tables were found",
        ),
        (
            [
                f"CREATE TABLE {HISTORY_TABLE} (version BIGINT, name TEXT, applied_on BIGINT, checksum TEXT)",
                f"INSERT INTO {HISTORY_TABLE} VALUES (3, 'old', 1, 'x')",
            ],
            "found historical migration v3 outside the active registry",
        ),
    ],
)
def test_a_foreign_database_is_refused_and_left_alone(graph_of, statements, words):
    """By all three actions, with the remedy, and without a trace."""
    graph = graph_of()
    change(graph, *statements)
    before = graph.migration_store.state()

    for action in (graph.migrations.status, graph.migrations.check, graph.migrations.apply):
        with pytest.raises(MigrationRefused) as refused:
            action()
        assert str(refused.value).startswith(
            f"database reset required for {graph.config.database.kind}: {words}"
        )
        assert str(refused.value).endswith("recreate the database and rerun migrations")
    assert before == graph.migration_store.state()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            f"UPDATE {HISTORY_TABLE} SET name = 'other' WHERE version = 17",
            "v17 identity mismatch: expected `baseline`",
        ),
        (
            f"UPDATE {HISTORY_TABLE} SET checksum = 'V17__baseline.sql' WHERE version = 17",
            "found `baseline` with checksum `V17__b",
        ),
        (
            f"INSERT INTO {HISTORY_TABLE} VALUES ({NEWER}, 'later', 1, 'x')",
            f"found historical migration v{NEWER} outside",
        ),
        ("DROP TABLE audit_logs", " but tables are missing (audit_logs)"),
    ],
)
def test_a_history_that_is_not_ours_is_refused(graph, statement, words):
    """Another name, another SQL, a newer version, or a promise the tables do not keep."""
    change(graph, statement)

    with pytest.raises(MigrationRefused) as refused:
        graph.migrations.apply()
    assert words in str(refused.value)


def test_a_table_of_somebody_elses_is_no_obstacle(graph_of):
    """Only application tables without a history mean a foreign database."""
    graph = graph_of()
    change(graph, "CREATE TABLE visitors_book (id TEXT)")

    assert graph.migrations.apply()[0].is_applied


def test_an_apply_that_fails_half_way_leaves_nothing(graph_of):
    """Neither schema nor history."""
    graph = graph_of()
    first = "providers" if graph.config.database.kind == "libsql" else "users"
    change(graph, "CREATE TABLE visitors_book (id TEXT)")
    obstacle = (
        "CREATE INDEX users ON visitors_book (id)"
        if graph.config.database.kind == "libsql"
        else "CREATE TYPE users AS ENUM ('in the way')"
    )
    change(graph, obstacle)

    with pytest.raises(DatabaseFault):
        graph.migrations.apply()
    assert frozenset({"visitors_book"}) == graph.migration_store.state().tables
    assert first not in graph.migration_store.state().tables


def test_eight_first_applies_together_all_succeed(graph_of):
    """One does the work, the others wait and find it done."""
    graphs = [graph_of() for _ in range(8)]
    barrier, failures = threading.Barrier(8), []

    def apply(graph):
        barrier.wait()
        try:
            graph.migrations.apply()
        except (DatabaseFault, MigrationRefused) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=apply, args=(graph,)) for graph in graphs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == failures
    assert len(KNOWN) == len(graphs[0].migration_store.state().history)


def test_looking_makes_no_file(tmp_path):
    """A SQLite file that does not exist is an empty database, and stays absent."""
    path = tmp_path / "absent.db"

    assert frozenset() == SqliteMigrations(path).state().tables
    assert [] == list(tmp_path.iterdir())


def test_looking_changes_no_byte(tmp_path):
    """Neither the file nor its neighbours, in either journal mode."""
    path = tmp_path / "gateway.db"
    for mode in ("delete", "wal"):
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute(f"CREATE TABLE {mode}_ (a)")
        connection.commit()
        connection.close()
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

        assert f"{mode}_" in SqliteMigrations(path).state().tables
        assert before == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


def test_looking_sees_what_a_running_gateway_wrote(tmp_path):
    """Rows still in the write-ahead log count."""
    path = tmp_path / "gateway.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("CREATE TABLE fresh (a)")
    writer.commit()
    try:
        assert "fresh" in SqliteMigrations(path).state().tables
    finally:
        writer.close()


@pytest.mark.parametrize(
    "make", [lambda path: path.mkdir(), lambda path: path.write_text("not a database" * 99)]
)
def test_an_unusable_file_is_named(tmp_path, make):
    """A directory or a text file in the database's place."""
    path = tmp_path / "gateway.db"
    make(path)

    with pytest.raises(DatabaseFault, match=r"gateway\.db"):
        SqliteMigrations(path).state()


def test_a_missing_directory_is_named():
    """It is not created on the quiet."""
    with pytest.raises(DatabaseFault, match="/nowhere is not a directory"):
        SqliteMigrations(Path("/nowhere/gateway.db")).state()


def test_postgres_that_does_not_answer_is_named_without_its_password():
    """Host and port, and why."""
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.store.postgres_migrations import PostgresMigrations

    with pytest.raises(DatabaseFault, match=r"127\.0\.0\.1:1 cannot be used") as fault:
        PostgresMigrations(Secret("postgresql://someone:hunter2@127.0.0.1:1/gateway")).state()
    assert "hunter2" not in str(fault.value)


def test_a_postgres_url_that_is_none_is_not_repeated():
    """It may hold a password."""
    from reference_gateway.domain.secrets import Secret
    from reference_gateway.store.postgres_migrations import PostgresMigrations

    with pytest.raises(DatabaseFault, match="is not a PostgreSQL URL") as fault:
        PostgresMigrations(Secret("postgres//someone:hunter2@host"))
    assert "hunter2" not in str(fault.value)
