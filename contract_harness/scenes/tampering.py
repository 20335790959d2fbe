"""Databases with a past: what other versions, other hands and accidents leave behind.

Everything is done with plain SQL to a database that the gateway under test migrated itself, so it needs to
know nothing but the history table and the names of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.databases.snapshot import rows_of, the_one
from contract_harness.errors import NotObservable
from contract_harness.ledger.baseline import baseline

LONG_AGO_S = 1_600_000_000
"""September 2020, in unix seconds: before any of these migrations was written."""

_INSERT = f"INSERT INTO {HISTORY_TABLE} (version, name, applied_on, checksum) VALUES (?, ?, ?, ?)"  # noqa: S608 - constant
_CREATE_HISTORY = (
    f"CREATE TABLE {HISTORY_TABLE} (version BIGINT PRIMARY KEY, name TEXT NOT NULL,"
    " applied_on BIGINT NOT NULL, checksum TEXT NOT NULL)"
)
"""Source: observed gateway, 8.2."""
_REVOKED: dict[str, Any] = {"status": "revoked", "revoked_at": LONG_AGO_S}
"""How a stored key says that it is revoked. Source: observed gateway, 3.3."""


def age(database: Database) -> None:
    """Let every migration have been applied long ago, so that writing it again would show."""
    database.execute(f"UPDATE {HISTORY_TABLE} SET applied_on = ?", (LONG_AGO_S,))  # noqa: S608 - constant


def begin_history(database: Database) -> None:
    """Create the history table in an empty database, and nothing else."""
    database.execute(_CREATE_HISTORY)


def leave_one_table(database: Database) -> None:
    """Put one application table beside an empty history into an empty database."""
    begin_history(database)
    database.execute("CREATE TABLE providers (id TEXT PRIMARY KEY)")


def make_pre_baseline(database: Database) -> None:
    """Replace the history by the sixteen migrations that came before the baseline."""
    forget_history(database)
    for version in range(1, baseline().version):
        checksum = f"V{version}__step_{version}.sql"
        database.execute(_INSERT, (version, f"step_{version}", LONG_AGO_S + version, checksum))


def add_version(database: Database, version: int) -> None:
    """Let a migration that this gateway has never heard of have been applied."""
    database.execute(_INSERT, (version, "from_a_newer_gateway", LONG_AGO_S, f"V{version}__newer.sql"))


def rename_baseline(database: Database, name: str) -> None:
    """Let the baseline have been applied under another name."""
    database.execute(
        f"UPDATE {HISTORY_TABLE} SET name = ? WHERE version = ?",  # noqa: S608 - constant
        (name, baseline().version),
    )


def change_checksum(database: Database, checksum: str) -> None:
    """Let the baseline have been applied from another text."""
    database.execute(
        f"UPDATE {HISTORY_TABLE} SET checksum = ? WHERE version = ?",  # noqa: S608 - constant
        (checksum, baseline().version),
    )


def forget_history(database: Database) -> None:
    """Empty the history and leave the tables."""
    database.execute(f"DELETE FROM {HISTORY_TABLE}")  # noqa: S608 - constant


def remove_version(database: Database, version: int) -> None:
    """Take one row out of the history."""
    database.execute(f"DELETE FROM {HISTORY_TABLE} WHERE version = ?", (version,))  # noqa: S608 - constant


def hide_history(database: Database) -> Callable[[], None]:
    """Empty the history; gives what puts the same rows back, once."""
    rows = database.history()
    forget_history(database)

    def restore() -> None:
        while rows:
            row = rows.pop()
            values = tuple(row[name] for name in ("version", "name", "applied_on", "checksum"))
            database.execute(_INSERT, values)

    return restore


def drop_table(database: Database, table: str) -> None:
    """Lose one table, which no other refers to, or the history itself."""
    database.execute(f'DROP TABLE "{table}"')


def revoke_key(database: Database, raw_key: str) -> None:
    """Mark a stored key as revoked, as the admin API of a later day would.

    Raises:
        NotObservable: no column of it says whether it is.
    """
    public_id = raw_key.removeprefix("gwk_").partition(".")[0]
    row = the_one(
        rows_of(database, "api_keys"), lambda row: public_id in row.values(), what=f"key {public_id}"
    )
    revoked = {name: value for name, value in _REVOKED.items() if name in row}
    if not revoked:
        raise NotObservable("the stored keys of this gateway do not say whether they are revoked")
    column = next(name for name, value in row.items() if value == public_id)
    changes = ", ".join(f"{name} = ?" for name in revoked)
    database.execute(f"UPDATE api_keys SET {changes} WHERE {column} = ?", (*revoked.values(), public_id))  # noqa: S608 - names from the schema
