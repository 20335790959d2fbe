"""What the tables of a feature make of a migration history, and that it can be put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_harness.databases.sqlite import SqliteDatabase, SqliteFactory
from contract_harness.errors import HarnessError
from contract_harness.patience import Patience
from contract_harness.scenes import history, tampering
from contract_harness.scenes.wording import meant


@pytest.fixture
def database(tmp_path: Path) -> SqliteDatabase:
    """A database with the history of the baseline."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    history.empty(database)
    history.merge(database, [["version", "name", "checksum"], ["v17", "baseline", "ab12"]])
    return database


def shown(database: SqliteDatabase) -> list[tuple[int, str, str]]:
    """The rows as a feature could show them."""
    return [(row["version"], row["name"], row["checksum"]) for row in database.history()]


def test_a_shown_column_is_changed_and_the_others_stay(database: SqliteDatabase) -> None:
    """A row is merged into the one of its version."""
    history.merge(database, [["version", "name"], ["v17", "groundwork"]])

    assert [(17, "groundwork", "ab12")] == shown(database)


def test_a_range_of_versions_is_as_many_rows(database: SqliteDatabase) -> None:
    """Those that are not there are added."""
    history.empty(database)
    history.merge(database, [["version"], ["v1 to v3"]])

    assert [(n, f"step_{n}", f"V{n}__step_{n}.sql") for n in (1, 2, 3)] == shown(database)


@pytest.mark.parametrize("table", [[["version"], ["17"]], [["version", "applied_on"], ["v17", "0"]]])
def test_a_table_nobody_can_read_is_the_features_fault(
    database: SqliteDatabase, table: list[list[str]]
) -> None:
    """A version is `v17` or `v1 to v16`; only name and checksum are a feature's to set."""
    with pytest.raises(HarnessError):
        history.merge(database, table)


def test_what_was_kept_is_put_back(database: SqliteDatabase) -> None:
    """Rows that came are gone, rows that went are there, however often it is done."""
    restore = history.keep(database)
    history.empty(database)
    history.merge(database, [["version"], ["v999"]])

    restore()
    restore()

    assert [(17, "baseline", "ab12")] == shown(database)


def test_a_history_that_is_gone_is_not_put_back(database: SqliteDatabase) -> None:
    """Whoever dropped the table meant it."""
    restore = history.keep(database)
    tampering.drop_table(database, "refinery_schema_history")

    restore()

    assert frozenset() == database.tables()


def test_words_nobody_knows_are_the_features_fault() -> None:
    """The message names what would be right."""
    assert 1 == meant({"lost": 1}, "lost")

    with pytest.raises(HarnessError, match='known are: "lost"'):
        meant({"lost": 1}, "lots")
