"""Tables and owners that a gateway calls otherwise than the contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_harness import resources
from contract_harness.databases import Database
from contract_harness.databases.snapshot import rows_of, snapshot
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.databases.table_names import TableNames
from contract_harness.errors import BadTarget, ContractBreach, NotObservable
from contract_harness.expect import schemas, seeded, stored
from contract_harness.expect.migration import apply, failures
from contract_harness.ledger.baseline import baseline
from contract_harness.ledger.clauses import read_features
from contract_harness.patience import Patience
from contract_harness.report.caveats import reservations
from contract_harness.running.choice import chosen
from contract_harness.scenes import interruptions, tampering
from contract_harness.targets.loading import load

TargetFile = Callable[[str], Path]

MERGED = {"team_budgets": "budgets", "user_budgets": "budgets", "audit_logs": "Trail", "request_log_tags": ""}
EXTENDING = 'extends = "oceans-v0.6"\nabout = "A successor."\n'
BUDGETS = """
CREATE TABLE budgets (id TEXT, owner_id TEXT, cadence TEXT, amount_10000 INTEGER, is_active INTEGER);
CREATE TABLE teams (id TEXT, team_key TEXT);
CREATE TABLE users (id TEXT, email TEXT, global_role TEXT);
INSERT INTO teams VALUES ('t1', 'platform');
INSERT INTO users VALUES ('u1', 'ada@example.com', 'user');
INSERT INTO budgets VALUES ('b1', 't1', 'monthly', 2505000, 1), ('b2', 'u1', 'daily', 1234, 1);
"""


@pytest.fixture
def successor(tmp_path: Path) -> Database:
    """An empty database of a gateway that has other names."""
    return SqliteFactory(tmp_path, Patience(), TableNames(MERGED)).empty()


def make_all(database: Database, *, but: str = "") -> None:
    """Each table by its own name, once."""
    own = {database.names.called(table) for table in database.names.promised} - {but}
    database.execute("".join(f'CREATE TABLE "{name}" (id TEXT);' for name in own))


def test_every_table_is_there_by_its_own_name(successor: Database) -> None:
    """Two may be one and one may be none; whichever is missing is told by both names."""
    make_all(successor, but="budgets")
    with pytest.raises(ContractBreach, match=r"missing: team_budgets \(here budgets\), user_budgets \(here"):
        schemas.expect_every_table(successor)
    assert "26 of 28 tables with 0 history rows" == interruptions.what_is_there(successor)
    successor.execute("CREATE TABLE budgets (id TEXT); CREATE TABLE request_log_tags (id TEXT)")

    schemas.expect_every_table(successor)
    assert successor.names.promised == successor.tables() == baseline().tables - {"request_log_tags"}


def test_a_table_that_a_later_migration_renames_is_one_of_the_baseline(successor: Database) -> None:
    """An apply killed between the two has left the whole baseline, and a failed one a table of it."""
    own = {MERGED.get(table, table) for table in baseline().tables} - {"", "Trail"}
    successor.execute("CREATE TABLE refinery_schema_history (version INTEGER PRIMARY KEY)")
    successor.execute("INSERT INTO refinery_schema_history VALUES (17)")
    successor.execute("".join(f'CREATE TABLE "{name}" (id TEXT);' for name in own))
    assert "27 of 28 tables with 1 history rows" == interruptions.what_is_there(successor)

    successor.execute("CREATE TABLE audit_logs (id TEXT)")
    assert interruptions.EVERYTHING == interruptions.what_is_there(successor)
    with pytest.raises(ContractBreach, match=r"left: .*audit_logs"):
        failures.expect_nothing_migrated(successor)


def test_a_table_that_is_left_or_filled_is_seen_by_its_own_name(successor: Database) -> None:
    """What is promised of every table is asked of those that were renamed too."""
    failures.expect_nothing_migrated(successor)
    make_all(successor)
    apply.expect_no_rows(successor)
    successor.execute("INSERT INTO \"Trail\" VALUES ('a')")

    with pytest.raises(ContractBreach, match="audit_logs holds 1"):
        apply.expect_no_rows(successor)
    with pytest.raises(ContractBreach, match=r"left: .*audit_logs"):
        failures.expect_nothing_migrated(successor)
    tampering.drop_table(successor, "audit_logs")
    assert "audit_logs" not in successor.tables()


def test_rows_are_read_from_the_table_they_are_in(successor: Database) -> None:
    """Budgets of a team and of a user are found in the one table there is, and missed when they change."""
    successor.execute(BUDGETS)
    before = snapshot(successor)
    promised = [
        {"kind": "team", "owner": "platform", "cadence": "monthly", "amount_usd": "250.5000"},
        {"kind": "user", "owner": "ada@example.com", "cadence": "daily", "amount_usd": "0.1234"},
    ]

    seeded.expect_budgets(successor, promised)
    assert 2 == len(before["team_budgets"])
    stored.expect_same_meaning(successor, before, stored.SEEDED_TABLES)
    successor.execute("UPDATE budgets SET cadence = 'weekly' WHERE id = 'b1'")
    with pytest.raises(ContractBreach, match="team platform monthly"):
        seeded.expect_budgets(successor, promised)
    with pytest.raises(ContractBreach, match="the rows of team_budgets are as before"):
        stored.expect_same_meaning(successor, before, stored.SEEDED_TABLES)


def test_what_is_read_from_a_table_that_is_not_had_is_not_observable(successor: Database) -> None:
    """Also when something of that name is there, which then is something else."""
    make_all(successor)
    successor.execute("CREATE TABLE request_log_tags (id TEXT)")

    with pytest.raises(NotObservable, match="no table for request_log_tags"):
        rows_of(successor, "request_log_tags")
    with pytest.raises(NotObservable):
        tampering.drop_table(successor, "request_log_tags")
    assert "request_log_tags" not in snapshot(successor)


def test_the_target_says_so_and_whoever_extends_it_says_more(target_file: TargetFile) -> None:
    """Key by key; the report names what was not asked."""
    first = target_file(f'{EXTENDING}[tables]\nteam_budgets = "budgets"\nuser_budgets = "budgets"')
    second = first.with_name("later.toml")
    second.write_text('extends = "./mine.toml"\n[tables]\nuser_budgets = ""\n[owner_kinds]\nteam = "robot"')
    later = load(str(second))

    assert {"team_budgets": "budgets", "user_budgets": ""} == later.tables
    assert [["ownership_kind", "robot"], ["provider", "team"]] == later.in_its_words(
        [["ownership_kind", "team"], ["provider", "team"]]
    )
    assert ["what is promised of every table was asked without user_budgets, which it has not"] == list(
        reservations([], later.claims, (), lacking=later.lacking)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tables]\nusers_budgets = "b"', "tables names 'users_budgets', .*: did you mean 'user_budgets'"),
        (
            '[tables]\nzebra = "z"',
            "tables names 'zebra', which is no application table: .*README.md lists",
        ),
        ('[tables]\nusers = "a; b"', "tables.users is 'a; b': correct it: The gateway's name of it"),
        ("[tables]\nusers = 3", "tables.users is 3: write a value of type string"),
        ('[owner_kinds]\nteams = "x"', "owner_kinds.teams is not a known key: did you mean 'team'"),
    ],
)
def test_a_name_that_nothing_has_is_one_sentence(target_file: TargetFile, text: str, said: str) -> None:
    """With the nearest name, before anything runs."""
    path = target_file(EXTENDING + text)

    with pytest.raises(BadTarget, match=said):
        chosen(read_features(), load(str(path)))


def test_the_page_for_gateway_authors_names_every_table() -> None:
    """Nobody learns from a red report which tables are read."""
    page = resources.contracts("targets", "README.md").read_text("utf-8")

    assert [] == sorted(table for table in baseline().tables if f"`{table}`" not in page)
