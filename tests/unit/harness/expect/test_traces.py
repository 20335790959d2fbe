"""What a look at a database may not leave: a file, a byte, a definition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from contract_harness.databases.sqlite import SqliteDatabase, SqliteFactory
from contract_harness.errors import ContractBreach
from contract_harness.expect.migration import listing
from contract_harness.patience import Patience
from contract_harness.scenes.migration import altered
from contract_harness.scenes.scenario_gateway import ScenarioGateway


class Looked:
    """A gateway whose commands do one thing to the database."""

    def __init__(self, database: SqliteDatabase, does: Callable[[SqliteDatabase], object]) -> None:
        self.database = database
        self._does = does

    def run_as_typed(self, _: str) -> None:
        """Do it."""
        self._does(self.database)


def look(database: SqliteDatabase, does: Callable[[SqliteDatabase], object]) -> None:
    """Expect that a command which does this leaves no trace."""
    listing.expect_no_trace(cast("ScenarioGateway", Looked(database, does)), ["migrate --status"])


@pytest.fixture
def database(tmp_path: Path) -> SqliteDatabase:
    """A file with one table and one row."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    database.execute("CREATE TABLE teams (id TEXT); INSERT INTO teams VALUES ('one')")
    return database


def test_a_look_leaves_no_trace(database: SqliteDatabase) -> None:
    """Reading is no trace, and neither is the shared memory of a log."""
    look(database, lambda it: it.tables())
    look(database, lambda it: it.path.with_name("gateway.db-shm").touch())


@pytest.mark.parametrize(
    ("does", "left"),
    [
        (lambda it: it.path.with_name("gateway.db.lock").touch(), "new: gateway.db.lock"),
        (lambda it: it.path.with_name("gateway.db-journal").touch(), "new: gateway.db-journal"),
        (lambda it: it.path.with_name("folder").mkdir(), "new: folder"),
        (lambda it: it.execute("PRAGMA user_version = 7"), "changed: gateway.db"),
        (lambda it: it.execute("UPDATE teams SET id = 'two'"), "changed: gateway.db"),
        (lambda it: it.path.unlink(), "gone: gateway.db"),
    ],
)
def test_every_trace_is_named(
    database: SqliteDatabase, does: Callable[[SqliteDatabase], object], left: str
) -> None:
    """A file more, a byte other, a file less."""
    with pytest.raises(ContractBreach, match=left):
        look(database, does)


def test_a_file_where_none_was_is_a_trace(tmp_path: Path) -> None:
    """Be it empty."""
    empty = SqliteFactory(tmp_path, Patience()).empty()

    look(empty, lambda it: it.tables())
    with pytest.raises(ContractBreach, match=r"new: gateway\.db"):
        look(empty, lambda it: it.path.touch())


def test_one_thing_is_changed_and_put_back(database: SqliteDatabase) -> None:
    """A table that is gone for a while, and one that is there for a while."""
    with altered.changed(database, {"table": "teams", "is": "gone"}):
        assert "teams" not in database.tables()
    with altered.changed(database, {"table": "users", "is": "there"}):
        assert {"teams", "users"} == database.tables()

    assert {"teams"} == database.tables()
    assert [{"id": "one"}] == database.rows("SELECT * FROM teams")
