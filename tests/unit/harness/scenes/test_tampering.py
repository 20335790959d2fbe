"""What other hands leave in a database, in whichever columns it has for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_harness.configs.secrets import KnownSecrets
from contract_harness.databases import Database
from contract_harness.databases.snapshot import rows_of
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.patience import Patience
from contract_harness.scenes.tampering import let, refuse_rows, revoke_key
from contract_harness.targets.credentials import Credentials

SCHEMA = """
CREATE TABLE users (id TEXT, email TEXT, global_role TEXT);
CREATE TABLE teams (id TEXT, team_key TEXT);
CREATE TABLE api_keys (id TEXT, public_id TEXT, status TEXT, revoked_at INTEGER);
INSERT INTO users VALUES ('u1', 'admin@local', 'platform_admin');
INSERT INTO teams VALUES ('t0', 'system-legacy');
"""
ADA = "INSERT INTO users (id, email) VALUES ('u2', 'Ada@example.com')"
PLATFORM = "INSERT INTO teams VALUES ('t1', 'platform')"
KEY = "INSERT INTO api_keys (id, public_id, status) VALUES ('k1', 'harness', 'active')"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A database with an admin, and with no column for what became of anybody."""
    made = SqliteFactory(tmp_path, Patience()).empty()
    made.execute(SCHEMA)
    return made


def test_a_revoked_key_says_so(database: Database) -> None:
    """A key revoked by the harness is stored as revoked."""
    database.execute(KEY)

    revoke_key(database, "gwk_harness.secret")

    assert [row["status"] for row in rows_of(database, "api_keys")] == ["revoked"]


def test_keys_that_cannot_be_revoked_by_hand_are_not_observable(database: Database) -> None:
    """No column of them says it."""
    database.execute("DROP TABLE api_keys")
    database.execute("CREATE TABLE api_keys (id TEXT, public_id TEXT)")
    database.execute("INSERT INTO api_keys VALUES ('k1', 'harness')")

    with pytest.raises(NotObservable):
        revoke_key(database, "gwk_harness.secret")


def test_what_a_day_of_work_leaves_is_stored(database: Database) -> None:
    """A flag is a number where the column is one, and a user is found by the email in any case."""
    database.execute(ADA)
    for column in ("status TEXT", "must_change_password INTEGER DEFAULT 0"):
        database.execute(f"ALTER TABLE users ADD COLUMN {column}")
    known = KnownSecrets.of(Credentials.fresh())

    let(database, known, "ada@example.com", "disabled")
    let(database, known, "the admin", "yet to change the password")

    stored_now = {row["email"]: row for row in rows_of(database, "users")}
    assert "disabled" == stored_now["Ada@example.com"]["status"]
    assert 1 == stored_now["admin@local"]["must_change_password"]
    assert 0 == stored_now["Ada@example.com"]["must_change_password"]


def test_a_state_that_no_column_says_is_not_observable(database: Database) -> None:
    """It is named with the columns that are missing."""
    with pytest.raises(NotObservable, match="users is called must_change_password"):
        let(database, KnownSecrets.of(Credentials.fresh()), "the admin", "yet to change the password")


def test_a_refused_table_takes_no_row_and_keeps_those_it_has(database: Database) -> None:
    """Whatever else a transaction writes, that row ends it."""
    refuse_rows(database, "teams")

    with pytest.raises(ContractBreach):
        database.execute(PLATFORM)
    assert ["system-legacy"] == [row["team_key"] for row in rows_of(database, "teams")]
