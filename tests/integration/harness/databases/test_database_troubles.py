"""Troubles that a scenario makes for a database, and undoes: both engines keep the same promises."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import closing
from pathlib import Path

import apsw
import psycopg
import pytest

from contract_harness.databases import Database, DatabaseFactory
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.patience import Patience

REFUSED = (apsw.Error, psycopg.Error)
SESSIONS = "CREATE TABLE user_sessions (id INTEGER)"
SIGN_IN = "INSERT INTO user_sessions VALUES (1)"


@pytest.fixture
def database(factory: DatabaseFactory) -> Database:
    """One with a table of sessions, in the mode a gateway leaves SQLite in."""
    database = factory.empty()
    database.execute(SESSIONS)
    if database.kind == "libsql":
        connection = apsw.Connection(database.config()["path"])
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    return database


def sessions(database: Database) -> int:
    """How many there are."""
    return int(database.rows("SELECT count(*) AS count FROM user_sessions")[0]["count"])


def sign_in(database: Database) -> None:
    """Write as a gateway does that connects now; a write waits for nobody longer than five seconds."""
    if database.kind == "postgres":
        with psycopg.connect(database.environment()["POSTGRES_URL"], autocommit=True) as server:
            server.execute("SET lock_timeout = '5s'")
            server.execute(SIGN_IN)
        return
    connection = apsw.Connection(database.config()["path"])
    connection.set_busy_timeout(5000)
    try:
        connection.execute(SIGN_IN)
    finally:
        connection.close()


def test_a_lost_database_is_not_there_until_it_is_back(database: Database) -> None:
    """Nothing can be asked meanwhile, and nothing is missing afterwards; twice does nothing."""
    database.execute(SIGN_IN)
    database.go_away()
    database.go_away()
    if database.kind == "libsql":
        assert not database.exists()
    else:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(database.environment()["POSTGRES_URL"])
    database.come_back()
    database.come_back()

    assert 1 == sessions(database)


def test_an_unwritable_database_can_be_read(database: Database) -> None:
    """Until it takes writes again."""
    database.refuse_writes()
    assert 0 == sessions(database)
    with pytest.raises(REFUSED, match=r"read-?only"):
        sign_in(database)
    database.take_writes()
    sign_in(database)

    assert 1 == sessions(database)


def test_a_locked_database_keeps_writers_waiting(database: Database) -> None:
    """A write is made when the lock is let go, not before."""
    writer = threading.Thread(target=sign_in, args=[database])
    with database.locked():
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert 0 == sessions(database)
    writer.join(10)

    assert 1 == sessions(database)


def test_a_database_without_room_takes_nothing_until_there_is_room(database: Database) -> None:
    """In a process of its own, since the limit is the process's."""
    pid = os.fork() if database.kind == "libsql" else os.getpid()
    if pid == 0:
        # The limit must not become this process's: a child writes, and says how it went by its exit code.
        make_room = database.run_out_of_room([os.getpid()], 0)
        refused = _is_refused(database)
        make_room()
        os._exit(0 if refused and not _is_refused(database) else 1)
    if database.kind == "libsql":
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return
    make_room = database.run_out_of_room([pid], 0)
    with pytest.raises(psycopg.errors.DiskFull):
        sign_in(database)
    make_room()
    sign_in(database)

    assert 1 == sessions(database)


def test_a_file_that_may_not_grow_is_as_it_was(tmp_path: Path) -> None:
    """With a rollback journal, what was refused is taken back, as on a full disk; the rest can be read."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    database.execute("CREATE TABLE bulk (content BLOB)")
    database.execute("INSERT INTO bulk VALUES (zeroblob(200000))")
    if (pid := os.fork()) == 0:
        database.run_out_of_room([os.getpid()], 300_000)
        os._exit(0 if _is_refused(database) else 1)

    assert 0 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert 1 == len(database.rows("SELECT * FROM bulk"))


def test_what_somebody_left_who_was_killed_is_taken_back(tmp_path: Path) -> None:
    """A rollback journal is there, and the file holds half of a change."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    database.execute("CREATE TABLE bulk (content BLOB)")
    if (pid := os.fork()) == 0:
        connection = apsw.Connection(str(database.path))
        connection.execute("PRAGMA cache_size = 1; BEGIN; INSERT INTO bulk VALUES (zeroblob(300000))")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert database.is_being_written()

    assert [] == database.rows("SELECT * FROM bulk")


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_writes_are_taken_as_before(tmp_path: Path, mode: str) -> None:
    """Whether the file has a log of changes or a rollback journal stays the gateway's affair."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    with closing(apsw.Connection(str(database.path))) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}; CREATE TABLE one (x)").fetchall()

    before = database.path.read_bytes()[18:20]
    database.refuse_writes()
    database.take_writes()

    assert before == database.path.read_bytes()[18:20]


def _is_refused(database: Database) -> bool:
    """Whether a write that is larger than any room left is refused."""
    connection = apsw.Connection(database.config()["path"])
    try:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE IF NOT EXISTS bulk (content BLOB)")
        connection.execute("INSERT INTO bulk VALUES (zeroblob(300000))")
    except apsw.Error:
        return True
    finally:
        connection.close()
    return False
