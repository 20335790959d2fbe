"""What the expectations about stored rows let pass, and what they call a breach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_harness.databases import Database
from contract_harness.databases.snapshot import snapshot
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.errors import ContractBreach
from contract_harness.expect import seeded, stored
from contract_harness.patience import Patience

SCHEMA = """
CREATE TABLE users (id TEXT, name TEXT, email TEXT, global_role TEXT, updated_at INTEGER);
CREATE TABLE user_password_auth (user_id TEXT, password_hash TEXT);
CREATE TABLE user_sessions (id TEXT);
CREATE TABLE teams (id TEXT, team_key TEXT, team_name TEXT);
CREATE TABLE team_memberships (user_id TEXT, team_id TEXT, role TEXT);
CREATE TABLE team_budgets (id TEXT, team_id TEXT, cadence TEXT, amount_10000 INTEGER, is_active INTEGER);
CREATE TABLE api_keys (id TEXT, public_id TEXT, secret_hash TEXT, status TEXT,
    created_at INTEGER, revoked_at INTEGER, proof TEXT DEFAULT '$argon2id$v=19$first');
INSERT INTO users VALUES ('u1', 'Admin', 'admin@local', 'platform_admin', 1);
INSERT INTO user_password_auth VALUES ('u1', 'hash');
INSERT INTO teams VALUES ('t0', 'system-legacy', 'System Legacy');
"""
ADA = "INSERT INTO users VALUES ('u2', 'Ada', 'Ada@example.com', 'user', 1)"
PLATFORM = "INSERT INTO teams VALUES ('t1', 'platform', 'Platform')"
BUDGET = "INSERT INTO team_budgets VALUES ('b1', 't1', 'monthly', 2505000, 1)"
MEMBER = "INSERT INTO team_memberships VALUES ('u2', 't1', 'admin')"
HEDY = "INSERT INTO users VALUES ('u3', 'Hedy', 'hedy@example.com', 'platform_admin', 1)"
KEY = (
    "INSERT INTO api_keys (id, public_id, secret_hash, status, created_at)"
    " VALUES ('k1', 'harness', 'hash', 'active', 1)"
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A database of the shape of 8.3 with a bootstrap admin and the reserved team."""
    made = SqliteFactory(tmp_path, Patience()).empty()
    made.execute(SCHEMA)
    return made


Check = Callable[[Database], None]

# name, what makes it so, the expectation that must then hold and before must not
CASES: list[tuple[str, list[str], Check]] = [
    ("no admin", ["DELETE FROM users"], lambda it: stored.expect_platform_admins(it, count=0)),
    ("a key is stored", [KEY], lambda it: stored.expect_key_stored(it, "gwk_harness.secret")),
    ("a team", [PLATFORM], lambda it: void(seeded.stored_team(it, "platform"))),
    ("a user", [ADA], lambda it: void(seeded.stored_user(it, "ada@example.com"))),
    ("a name", [ADA], lambda it: expect_person(it, name="Ada", team=seeded.NONE)),
    ("a budget", [PLATFORM, BUDGET], lambda it: expect_budget(it, "monthly", "250.5000")),
    (
        "a membership",
        [ADA, PLATFORM, MEMBER],
        lambda it: expect_person(it, team="platform", role="admin"),
    ),
]

# name, what breaks it, the expectation that holds before and must not afterwards
BREACHES: list[tuple[str, list[str], Check]] = [
    ("one admin", ["DELETE FROM users"], lambda it: stored.expect_platform_admins(it, count=1)),
    ("nobody ordinary", [ADA], lambda it: expect_numbers(it, "ordinary users", "0")),
    ("no admin more", [HEDY], lambda it: expect_numbers(it, "platform admins", "1")),
    ("no key", [KEY], lambda it: expect_numbers(it, "keys", "0")),
    (
        "nothing seeded, a team",
        [PLATFORM],
        lambda it: stored.expect_nothing_seeded(it, admin_email="ADMIN@local"),
    ),
    ("nothing seeded, a user", [ADA], lambda it: stored.expect_nothing_seeded(it, admin_email="admin@local")),
]


def void(_: object) -> None:
    """Make an expectation that gives something back one that does not."""


def expect_numbers(database: Database, what: str, number: str) -> None:
    stored.expect_numbers(database, [(what, number)])


def expect_budget(database: Database, cadence: str, amount: str) -> None:
    row = {"kind": "team", "owner": "platform", "cadence": cadence, "amount_usd": amount}
    seeded.expect_budgets(database, [row])


def expect_person(database: Database, **row: str) -> None:
    seeded.expect_people(database, [{"email": "ada@example.com", **row}])


@pytest.mark.parametrize(("changes", "check"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_holds_once_it_is_so(database: Database, changes: list[str], check: Check) -> None:
    """An expectation breaks before its rows are there and holds afterwards."""
    with pytest.raises(ContractBreach):
        check(database)
    for change in changes:
        database.execute(change)

    check(database)


@pytest.mark.parametrize(
    ("changes", "check"), [case[1:] for case in BREACHES], ids=[case[0] for case in BREACHES]
)
def test_it_is_broken_once_it_is_not(database: Database, changes: list[str], check: Check) -> None:
    """An expectation that holds breaks once a row contradicts it."""
    check(database)
    for change in changes:
        database.execute(change)

    with pytest.raises(ContractBreach):
        check(database)


# name, the change between two looks, and for each of the three expectations whether it still holds
CHANGES = [
    ("a new salt of a key", "UPDATE api_keys SET secret_hash = 'other'", (True, True, True)),
    (
        "a new salt in a column of any name",
        "UPDATE api_keys SET proof = '$argon2id$v=19$second'",
        (True, True, True),
    ),
    (
        "a new password of the admin",
        "UPDATE user_password_auth SET password_hash = 'x'",
        (True, True, False),
    ),
    ("another team", "INSERT INTO teams VALUES ('t2', 'research', 'Research')", (False, False, True)),
    ("a session", "INSERT INTO user_sessions VALUES ('s1')", (True, True, True)),
    ("a budget made anew", "UPDATE team_budgets SET id = 'b2'", (True, True, True)),
    ("a budget ended", "UPDATE team_budgets SET is_active = 0", (False, True, True)),
    (
        "a team that is another",
        "UPDATE teams SET id = 't9' WHERE team_key = 'platform'",
        (False, True, True),
    ),
    ("a touch of the admin", "UPDATE users SET updated_at = 2 WHERE id = 'u1'", (True, True, False)),
    (
        "a touch of a listed admin",
        "UPDATE users SET updated_at = 2 WHERE id = 'u3'",
        (True, True, True),
    ),
    (
        "another name of a listed admin",
        "UPDATE users SET name = 'H' WHERE id = 'u3'",
        (True, True, False),
    ),
    ("a key that is live again", "UPDATE api_keys SET revoked_at = 7", (False, True, True)),
    ("nothing", "SELECT 1", (True, True, True)),
]


@pytest.mark.parametrize(
    ("change", "holds"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_what_counts_as_a_change(database: Database, change: str, holds: tuple[bool, ...]) -> None:
    """Each way of comparing with before sees its own kind of change and no other."""
    for preparation in (PLATFORM, BUDGET, KEY, HEDY):
        database.execute(preparation)
    before = snapshot(database)
    database.execute(change)

    observed = tuple(
        is_kept(check)
        for check in (
            lambda: stored.expect_same_meaning(database, before, stored.SEEDED_TABLES),
            lambda: stored.expect_no_row_added(database, before),
            lambda: stored.expect_same_admin(database, before, email="admin@local"),
        )
    )
    assert holds == observed


def is_kept(check: Callable[[], None]) -> bool:
    try:
        check()
    except ContractBreach:
        return False
    return True


@pytest.mark.parametrize(
    ("row", "is_right"),
    [
        ({"timezone": "UTC", "hard_limit": "true"}, True),
        ({"timezone": "Europe/Berlin", "hard_limit": "true"}, False),
        ({"timezone": "UTC", "hard_limit": "false"}, False),
    ],
)
def test_a_budget_is_more_than_its_amount(database: Database, row: dict[str, str], is_right: bool) -> None:
    """Where a row of a feature gives the time zone and the kind of limit, they count."""
    database.execute(PLATFORM)
    database.execute("ALTER TABLE team_budgets ADD COLUMN timezone TEXT DEFAULT 'UTC'")
    database.execute("ALTER TABLE team_budgets ADD COLUMN hard_limit INTEGER DEFAULT 1")
    database.execute(
        f"INSERT INTO team_budgets {BUDGET.removeprefix('INSERT INTO team_budgets ')[:-1]}, 'UTC', 1)"
    )
    asked = {"kind": "team", "owner": "platform", "cadence": "monthly", "amount_usd": "250.5000", **row}

    assert is_right == is_kept(lambda: seeded.expect_budgets(database, [asked]))


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        ("UPDATE api_keys SET status = 'revoked', revoked_at = 1", True),
        ("UPDATE api_keys SET status = 'active', revoked_at = 1", False),
        ("UPDATE api_keys SET status = 'revoked', revoked_at = NULL", False),
    ],
)
def test_a_revoked_key_says_so_in_each_column(database: Database, change: str, is_right: bool) -> None:
    """What one of the two columns still says, the other must not have forgotten."""
    database.execute(KEY)
    database.execute(change)

    assert is_right == is_kept(lambda: stored.expect_still_revoked(database, "gwk_harness.other"))


WRONG_BUDGETS = {
    "another cadence": ("weekly", "250.5000"),
    "a ten-thousandth less": ("monthly", "250.4999"),
    "none": (seeded.NONE, ""),
}


@pytest.mark.parametrize(("cadence", "amount"), WRONG_BUDGETS.values(), ids=WRONG_BUDGETS)
def test_a_budget_that_is_another_is_named(database: Database, cadence: str, amount: str) -> None:
    """The owner whose row is wrong is named, with what is in force; one whose row is right is not."""
    for preparation in (PLATFORM, BUDGET, ADA):
        database.execute(preparation)
    right = {"kind": "user", "owner": "ada@example.com", "cadence": seeded.NONE, "amount_usd": ""}
    wrong = {"kind": "team", "owner": "platform", "cadence": cadence, "amount_usd": amount}

    with pytest.raises(ContractBreach, match="team platform") as breach:
        seeded.expect_budgets(database, [right, wrong])

    assert "2505000" in str(breach.value)
    assert "ada" not in str(breach.value)


WRONG_PEOPLE = {
    "another name": {"name": "Grace", "team": "platform", "role": "admin"},
    "another role": {"team": "platform", "role": "member"},
    "no team": {"team": seeded.NONE},
}


@pytest.mark.parametrize("row", WRONG_PEOPLE.values(), ids=WRONG_PEOPLE)
def test_a_person_who_is_another_is_named(database: Database, row: dict[str, str]) -> None:
    """By the email, whatever it is that differs."""
    for preparation in (PLATFORM, ADA, MEMBER):
        database.execute(preparation)

    with pytest.raises(ContractBreach, match=r"ada@example\.com"):
        expect_person(database, **row)


def test_a_number_that_is_another_is_named(database: Database) -> None:
    """Only what there are more or fewer of is told."""
    with pytest.raises(ContractBreach, match="there are 2 platform admins") as breach:
        stored.expect_numbers(database, [("keys", "0"), ("platform admins", "2")])

    assert "keys" not in str(breach.value)
