"""What the expectations about migrations let pass, and what they call a breach."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_harness.databases import HISTORY_TABLE
from contract_harness.databases.sqlite import SqliteDatabase, SqliteFactory
from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach
from contract_harness.expect import endings, listed, schemas
from contract_harness.expect.migration import apply, failures, together
from contract_harness.installations.installation import Outcome
from contract_harness.ledger.baseline import baseline
from contract_harness.patience import Patience
from contract_harness.scenes import history, interruptions, tampering
from contract_harness.scenes.interruptions import Interruption, Interruptions, Rehearsal
from contract_harness.scenes.migration.together import Ended

LISTED = "backend: libsql\nv17 baseline [applied]\n"
LATER = "backend: libsql\nv17 baseline [applied]\nv18 more [applied]\n"
REFUSED = "Error: database reset required for libsql: found v1 here; recreate the database\n"


def ended(exit_code: int = 0, stdout: str = "", stderr: str = "") -> Outcome:
    """A command that ended like this."""
    return Outcome(("migrate",), exit_code, stdout, stderr, 0.1)


@pytest.fixture
def empty(tmp_path: Path) -> SqliteDatabase:
    """A database that is not there yet."""
    return SqliteFactory(tmp_path, Patience()).empty()


@pytest.fixture
def migrated(empty: SqliteDatabase) -> SqliteDatabase:
    """A database with every application table, nothing in them, and the history of the baseline."""
    history.empty(empty)
    empty.execute("".join(f"CREATE TABLE {table} (id TEXT);" for table in baseline().tables))
    row = (17, "baseline", int(time.time()), "ab" * 32)
    empty.execute(f"INSERT INTO {HISTORY_TABLE} VALUES (?, ?, ?, ?)", row)
    return empty


@pytest.mark.parametrize("stdout", [LISTED, LATER, f"12:00 INFO opened\n{LISTED}12:01 INFO closed\n"])
def test_a_listing_is_found_among_log_lines(stdout: str) -> None:
    """A gateway may list later versions, and log to the same stream."""
    listed.expect_listing(ended(stdout=stdout), backend="libsql", state="applied")
    apply.expect_first_listed(ended(stdout=stdout), "v17 baseline")


@pytest.mark.parametrize(
    ("stdout", "observed"),
    [
        ("", "there is no line like"),
        ("v17 baseline [applied]\n", "no backend is named"),
        ("backend: postgres\nv17 baseline [applied]\n", "backend: postgres"),
        ("v17 baseline [applied]\nbackend: libsql\n", "it comes after"),
        ("backend: libsql\nv17 baseline [pending]\n", "v17 baseline [pending]"),
        ("backend: libsql\nv18 more [applied]\nv17 baseline [applied]\n", "they are 18, 17"),
        ("backend: libsql\nv17 baseline [applied]\nv17 baseline [applied]\n", "they are 17, 17"),
    ],
)
def test_a_listing_that_is_no_such_listing_is_a_breach(stdout: str, observed: str) -> None:
    """Backend first, every version once, ascending, in the promised state."""
    with pytest.raises(ContractBreach, match=re.escape(observed)):
        listed.expect_listing(ended(stdout=stdout), backend="libsql", state="applied")


def test_a_first_migration_before_the_baseline_is_a_breach() -> None:
    """Nothing comes before V17."""
    with pytest.raises(ContractBreach, match="v1 groundwork"):
        apply.expect_first_listed(ended(stdout=f"v1 groundwork [applied]\n{LISTED}"), "v17 baseline")


def test_a_listing_where_none_is_promised_is_a_breach() -> None:
    """A database nobody reached has no migrations to list."""
    failures.expect_nothing_listed(ended(stdout="starting\n"))

    with pytest.raises(ContractBreach, match="1 migrations are"):
        failures.expect_nothing_listed(ended(stdout=LISTED))


def test_a_refusal_names_backend_and_cause() -> None:
    """Both, on standard error, with exit code 1."""
    endings.expect_refused_database(ended(1, stderr=REFUSED), backend="libsql", names="v1")


@pytest.mark.parametrize(
    ("outcome", "names"),
    [
        (ended(0, stderr=REFUSED), "v1"),
        (ended(2, stderr=REFUSED), "v1"),
        (ended(1, stdout=REFUSED), "v1"),
        (ended(1, stderr=REFUSED.replace("libsql", "postgres")), "v1"),
        (ended(1, stderr=REFUSED), "v2"),
        (ended(1, stderr=REFUSED.replace("v1", "v17")), "v1"),
        (ended(1, stderr=REFUSED.replace("Error: ", "RuntimeError: ")), "v1"),
    ],
)
def test_anything_less_is_no_refusal(outcome: Outcome, names: str) -> None:
    """Wrong code, wrong stream, wrong backend, another cause, a crash."""
    with pytest.raises(ContractBreach):
        endings.expect_refused_database(outcome, backend="libsql", names=names)


def test_a_failure_says_why_in_any_case() -> None:
    """Only the words are promised, not their capitals, and only standard error counts."""
    endings.expect_words(ended(1, stderr="Error: 1 Pending migration"), "pending")

    with pytest.raises(ContractBreach, match="says `pending`"):
        endings.expect_words(ended(1, stdout="Error: pending"), "pending")


@pytest.mark.parametrize("stderr", ["", "pending", "RuntimeError: pending", "Error: "])
def test_a_failure_without_a_line_of_its_own_is_a_breach(stderr: str) -> None:
    """A traceback is no explanation, and neither is a bare word."""
    endings.expect_error_line(ended(1, stderr="a warning\nError: pending\n"))

    with pytest.raises(ContractBreach, match="no such line"):
        endings.expect_error_line(ended(1, stdout="Error: pending", stderr=stderr))


def test_one_failure_among_many_is_a_breach() -> None:
    """All of them means all."""
    well, badly = Ended(ended(), interruptions.EVERYTHING), Ended(ended(1), interruptions.EVERYTHING)
    together.expect_each([well, well], "succeeds", backend="libsql")

    with pytest.raises(ContractBreach, match="1 failed"):
        together.expect_each([well, badly], "succeeds", backend="libsql")


def test_whoever_ends_before_the_work_is_done_is_a_breach() -> None:
    """What all leave behind says nothing of what one left as it ended; and it lists what is there."""
    did, done = (
        "has left the whole baseline as it ended",
        Ended(ended(stdout=LISTED), interruptions.EVERYTHING),
    )
    early = Ended(ended(stdout=LISTED), interruptions.NOTHING)
    wrong = Ended(ended(stdout=LISTED.replace("applied", "pending")), interruptions.EVERYTHING)
    together.expect_each([done, done], did, backend="libsql")

    with pytest.raises(ContractBreach, match="number 1 of 2 ended there was nothing"):
        together.expect_each([early, done], did, backend="libsql")
    with pytest.raises(ContractBreach, match=re.escape("v17 baseline [pending]")):
        together.expect_each([done, wrong], did, backend="libsql")


def test_what_is_left_alone_is_untouched(migrated: SqliteDatabase) -> None:
    """Looking changes nothing, and an empty file is as good as none."""
    schemas.expect_untouched(migrated, DatabaseState.of(migrated))


def test_an_empty_file_counts_as_no_database(empty: SqliteDatabase) -> None:
    """Unless it is promised that no byte changes."""
    before = DatabaseState.of(empty)
    empty.path.touch()

    schemas.expect_untouched(empty, before)


@pytest.mark.parametrize(
    ("change", "observed"),
    [
        (lambda it: it.execute("CREATE TABLE extra (id TEXT)"), "1 definition new.*CREATE TABLE extra"),
        (lambda it: tampering.drop_table(it, "audit_logs"), "1 definition gone; .*audit_logs"),
        (lambda it: tampering.age(it), "1 row new; 1 row gone"),
        (lambda it: it.execute("INSERT INTO teams VALUES ('secret')"), "1 row new$"),
        (lambda it: it.execute("CREATE INDEX quick ON teams (id)"), "1 definition new; .*quick"),
    ],
)
def test_every_change_is_seen(
    migrated: SqliteDatabase, change: Callable[[SqliteDatabase], None], observed: str
) -> None:
    """Tables, rows, definitions and the history itself."""
    before = DatabaseState.of(migrated)
    change(migrated)

    with pytest.raises(ContractBreach, match=observed):
        schemas.expect_untouched(migrated, before)


def test_a_missing_table_and_a_row_too_many_are_breaches(migrated: SqliteDatabase) -> None:
    """A migrated database has every table, and nothing in them."""
    schemas.expect_every_table(migrated)
    apply.expect_no_rows(migrated)

    migrated.execute("INSERT INTO teams VALUES ('t')")
    with pytest.raises(ContractBreach, match="teams holds 1"):
        apply.expect_no_rows(migrated)
    tampering.drop_table(migrated, "audit_logs")
    with pytest.raises(ContractBreach, match="missing: audit_logs"):
        schemas.expect_every_table(migrated)


def test_an_empty_history_alone_is_nothing_migrated(empty: SqliteDatabase) -> None:
    """A table or a row is more than nothing."""
    history.empty(empty)
    failures.expect_nothing_migrated(empty)

    history.merge(empty, [["version"], ["v17"]])
    with pytest.raises(ContractBreach, match="1 rows"):
        failures.expect_nothing_migrated(empty)
    empty.execute("CREATE TABLE providers (id TEXT)")
    with pytest.raises(ContractBreach, match="left: providers"):
        failures.expect_nothing_migrated(empty)


def test_parts_of_a_baseline_are_neither_all_nor_nothing(migrated: SqliteDatabase) -> None:
    """Tables without history, history without tables, and some of both."""
    assert interruptions.EVERYTHING == interruptions.what_is_there(migrated)

    tampering.drop_table(migrated, "audit_logs")
    assert "28 of 29 tables with 1 history rows" == interruptions.what_is_there(migrated)
    history.empty(migrated)
    assert "28 of 29 tables with 0 history rows" == interruptions.what_is_there(migrated)


def test_an_empty_history_is_nothing(empty: SqliteDatabase) -> None:
    """A kill may come between a gateway's history table and its first transaction."""
    assert interruptions.NOTHING == interruptions.what_is_there(empty)

    history.empty(empty)
    assert interruptions.NOTHING == interruptions.what_is_there(empty)


def test_a_part_that_a_kill_left_or_a_reader_saw_is_a_breach() -> None:
    """Both show that the baseline does not come at once."""
    whole = Interruption("5 ms after its first write", interruptions.EVERYTHING, ended())
    part = Interruption("2 ms after its first write", "3 of 29 tables with 0 history rows", ended(1))
    calm = Rehearsal(0.2, 0.1, (interruptions.NOTHING, interruptions.EVERYTHING))
    torn = Rehearsal(0.2, 0.1, ("3 of 29 tables with 0 history rows",))

    together.expect_all_or_nothing(Interruptions(calm, (whole,)))
    together.expect_reruns_succeed(Interruptions(calm, (whole,)))
    with pytest.raises(ContractBreach, match="killed 2 ms after its first write: 3 of 29"):
        together.expect_all_or_nothing(Interruptions(calm, (whole, part)))
    with pytest.raises(ContractBreach, match="seen by a reader: 3 of 29"):
        together.expect_all_or_nothing(Interruptions(torn, (whole,)))
    with pytest.raises(ContractBreach, match="failed after one killed 2 ms"):
        together.expect_reruns_succeed(Interruptions(calm, (part,)))
