"""What the tables of a feature make of a migration history, and what they ask of it."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import cast

import pytest

from contract_harness.databases import HISTORY_TABLE
from contract_harness.databases.model import Database
from contract_harness.databases.sqlite import SqliteDatabase, SqliteFactory
from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.expect import histories
from contract_harness.installations.installation import Outcome
from contract_harness.patience import Patience
from contract_harness.scenes import history, tampering
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant

DIGEST = "ab" * 32
LISTED = Outcome(("migrate",), 0, "backend: libsql\nv17 baseline [applied]\n", "", 0.1)
LATER = Outcome(("migrate",), 0, f"{LISTED.stdout}v18 more [applied]\n", "", 0.1)


@pytest.fixture
def database(tmp_path: Path) -> SqliteDatabase:
    """A database with the history of the baseline."""
    database = SqliteFactory(tmp_path, Patience()).empty()
    history.empty(database)
    history.merge(database, [["version", "name", "checksum"], ["v17", "baseline", DIGEST]])
    database.execute(f"UPDATE {HISTORY_TABLE} SET applied_on = ?", (int(time.time()),))
    return database


class Seen:
    """What histories ask of the scenario's gateway: its database, its first look, its status."""

    def __init__(self, database: Database, status: Outcome) -> None:
        self.database, self.state, self.installation = database, DatabaseState.of(database), self
        self._status = status

    def run(self, *_: str) -> Outcome:
        """The status."""
        return self._status


def seen(database: Database, status: Outcome | None = None) -> ScenarioGateway:
    """A scenario that looked at *database* now."""
    return cast("ScenarioGateway", Seen(database, status or LISTED))


def shown(database: SqliteDatabase) -> list[tuple[int, str, str]]:
    """The rows as a feature could show them."""
    return [(row["version"], row["name"], row["checksum"]) for row in database.history()]


def test_a_shown_column_is_changed_and_the_others_stay(database: SqliteDatabase) -> None:
    """A row is merged into the one of its version."""
    history.merge(database, [["version", "name"], ["v17", "groundwork"]])

    assert [(17, "groundwork", DIGEST)] == shown(database)


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

    assert [(17, "baseline", DIGEST)] == shown(database)


def test_a_history_that_is_gone_is_not_put_back(database: SqliteDatabase) -> None:
    """Whoever dropped the table meant it."""
    restore = history.keep(database)
    tampering.drop_table(database, "refinery_schema_history")

    restore()

    assert frozenset() == database.tables()


def test_what_a_feature_may_name_is_one_step_away(database: SqliteDatabase) -> None:
    """The next version, and checksums that differ in little."""
    named = history.words(database)

    assert "v18" == named["the next version"]
    assert DIGEST[:32] == named["the first half of the checksum"]
    assert DIGEST[:-1] + "0" == named["the checksum with another last character"]
    history.merge(database, [["version"], ["(none)"]])
    assert {} == history.words(database)


def test_words_nobody_knows_are_the_features_fault() -> None:
    """The message names what would be right."""
    assert 1 == meant({"lost": 1}, "lost")

    with pytest.raises(HarnessError, match='known are: "lost"'):
        meant({"lost": 1}, "lots")


SOUND = [
    ("version", "no other row's"),
    ("name", "the one that is listed"),
    ("applied_on", "the second of the apply"),
    ("checksum", "what identifies the migration"),
    ("checksum", "a digest in hexadecimal"),
    ("checksum", "the same in another database"),
]


def test_a_sound_history_is_let_pass(database: SqliteDatabase) -> None:
    """One row, in step with the listing, of now, with a digest."""
    histories.expect_first(database, "v17 baseline")
    histories.expect_each_row(seen(database), SOUND, database.history)


def test_a_history_out_of_step_is_a_breach(database: SqliteDatabase) -> None:
    """With the listing, or with the baseline at its beginning."""
    with pytest.raises(ContractBreach, match="name: the one that is listed"):
        histories.expect_each_row(
            seen(database, LATER), [("name", "the one that is listed")], database.history
        )
    history.merge(database, [["version"], ["v1 to v16"]])
    with pytest.raises(ContractBreach, match="begins with v1 step_1"):
        histories.expect_first(database, "v17 baseline")


@pytest.mark.parametrize(
    ("column", "value", "checksum"),
    [
        ("applied_on", "the second of the apply", DIGEST),
        ("checksum", "what identifies the migration", " "),
        ("checksum", "a digest in hexadecimal", "V17__baseline.sql"),
        ("checksum", "a digest in hexadecimal", hashlib.sha256(b"V17__baseline.sql").hexdigest()),
        ("checksum", "a digest in hexadecimal", hashlib.md5(b"baseline\n").hexdigest()),
    ],
)
def test_the_row_at_fault_is_named(database: SqliteDatabase, column: str, value: str, checksum: str) -> None:
    """By its version, with the column that is not as asked."""
    subject = seen(database)
    tampering.age(database)
    history.merge(database, [["version", "checksum"], ["v17", checksum]])

    with pytest.raises(ContractBreach, match=rf"(?s)has {column}: {value}.*v17 has"):
        histories.expect_each_row(subject, [(column, value)], database.history)


def test_another_checksum_elsewhere_is_a_breach(database: SqliteDatabase) -> None:
    """What two databases disagree about was not computed from the migration."""
    asked = [("checksum", "the same in another database")]
    for other in ([], [{"version": 17, "checksum": "cd" * 32}], [{"version": 18, "checksum": DIGEST}]):
        with pytest.raises(ContractBreach, match="the same in another database"):
            histories.expect_each_row(seen(database), asked, lambda rows=other: rows)


def test_a_row_that_is_written_anew_is_seen(database: SqliteDatabase) -> None:
    """The history of a database in use is of long ago."""
    with pytest.raises(ContractBreach, match="v17 has"):
        histories.expect_each_row(seen(database), [("applied_on", "what it was")], database.history)

    tampering.age(database)
    histories.expect_each_row(seen(database), [("applied_on", "what it was")], database.history)


def test_a_history_without_rows_has_nothing_that_is_asked(database: SqliteDatabase) -> None:
    """An empty history is no history in which each row is sound."""
    history.empty(database)

    with pytest.raises(ContractBreach, match="it is empty or not there"):
        histories.expect_each_row(seen(database), SOUND[:1], database.history)


def test_a_feature_that_asks_for_something_else_is_told(database: SqliteDatabase) -> None:
    """A mistyped row of a table is no promise that holds."""
    with pytest.raises(HarnessError, match="checksum: a digit"):
        histories.expect_each_row(seen(database), [("checksum", "a digit")], database.history)
