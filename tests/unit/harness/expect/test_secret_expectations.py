"""Where a secret is found, whatever it was made of, and when two databases tell that secrets are equal."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from urllib.parse import quote

import pytest

from contract_harness.databases import Database
from contract_harness.databases.sqlite import SqliteFactory
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.bootstrap import secrets
from contract_harness.patience import Patience

SECRET = "s3cret/with+signs? and blanks"
KNOWN = {"the password": SECRET}
SALTED = "$argon2id$v=19$m=19456,t=2,p=1$"
NOTATIONS = {
    "as it is": SECRET,
    "in base64": base64.b64encode(SECRET.encode()).decode(),
    "in base64 for addresses": base64.urlsafe_b64encode(SECRET.encode()).decode(),
    "in hexadecimal": SECRET.encode().hex(),
    "in an address": quote(SECRET, safe=""),
}


@pytest.fixture
def factory(tmp_path: Path) -> SqliteFactory:
    return SqliteFactory(tmp_path, Patience())


def database(factory: SqliteFactory, password: str, key: str) -> Database:
    """A database that keeps these of the admin's password and of a key's secret."""
    made = factory.empty()
    made.execute("CREATE TABLE user_password_auth (user_id TEXT, password_hash TEXT, updated_at INTEGER)")
    made.execute("CREATE TABLE api_keys (id TEXT, public_id TEXT, secret_hash TEXT)")
    made.execute(
        "INSERT INTO user_password_auth VALUES (?, ?, 1)", ("00000000-0000-0000-0000-000000000002", password)
    )
    made.execute(
        "INSERT INTO api_keys VALUES (?, ?, ?)", ("5d0cf2a1-0b60-5e5f-8a51-1f8a3f4d2c11", "wide", key)
    )
    return made


@pytest.mark.parametrize("written", NOTATIONS.values(), ids=NOTATIONS)
def test_a_secret_is_found_in_every_notation(written: str) -> None:
    """It is told by what it is, and never shown."""
    with pytest.raises(ContractBreach, match="the password") as breach:
        secrets.expect_unsaid(f"INFO said {written} to somebody", KNOWN, where="any log or output")

    assert SECRET not in str(breach.value)


def test_a_text_without_it_is_no_breach() -> None:
    """A part of it is not looked for."""
    secrets.expect_unsaid(f"INFO {SECRET[:-1]}", KNOWN, where="any log or output")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "blake2b"])
def test_a_digest_that_everybody_can_make_is_found_in_a_row(factory: SqliteFactory, name: str) -> None:
    """In hexadecimal and in base64; nobody needs more than the secret for it."""
    digest = hashlib.new(name, SECRET.encode())
    for kept in (digest.hexdigest(), base64.b64encode(digest.digest()).decode()):
        with pytest.raises(ContractBreach, match="without a salt"):
            secrets.expect_no_row_tells(database(factory, kept, "x"), KNOWN)


def test_a_salted_digest_is_no_breach(factory: SqliteFactory) -> None:
    """That is how it is to be kept."""
    secrets.expect_no_row_tells(database(factory, f"{SALTED}abc", f"{SALTED}def"), KNOWN)


def test_a_database_without_a_row_proves_nothing(factory: SqliteFactory) -> None:
    """What is promised of every row of none is not observable."""
    with pytest.raises(NotObservable):
        secrets.expect_no_row_tells(factory.empty(), KNOWN)


def test_secrets_are_salted_where_two_databases_differ(factory: SqliteFactory) -> None:
    """Ids that are the same everywhere do not count, nor does anything short."""
    one = database(factory, f"{SALTED}first", f"{SALTED}second")
    other = database(factory, f"{SALTED}third", f"{SALTED}fourth")

    secrets.expect_salted(one, other)


@pytest.mark.parametrize(
    ("password", "key", "told"),
    [
        (f"{SALTED}first", f"{SALTED}other", "admin's password"),
        (f"{SALTED}other", f"{SALTED}second", "key's secret"),
    ],
)
def test_a_digest_that_is_the_same_in_both_is_a_breach(
    factory: SqliteFactory, password: str, key: str, told: str
) -> None:
    """Whichever of the two it is of."""
    one = database(factory, f"{SALTED}first", f"{SALTED}second")

    with pytest.raises(ContractBreach, match=told):
        secrets.expect_salted(one, database(factory, password, key))
