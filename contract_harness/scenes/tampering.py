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

LONG_AGO_S = 1_600_000_000
"""September 2020, in unix seconds: before any of these migrations was written."""

_HIDDEN = "set_aside"
_REVOKED: dict[str, Any] = {"status": "revoked", "revoked_at": LONG_AGO_S}
"""How a stored key says that it is revoked. Source: observed gateway, 3.3."""


def age(database: Database) -> None:
    """Let every migration have been applied long ago, so that writing it again would show."""
    database.execute(f"UPDATE {HISTORY_TABLE} SET applied_on = ?", (LONG_AGO_S,))  # noqa: S608 - constant


def add_table(database: Database, table: str) -> None:
    """Put one table into a database without it."""
    database.execute(f"CREATE TABLE {database.in_sql(table)} (id TEXT)")


def drop_table(database: Database, table: str) -> None:
    """Lose one table, which no other refers to, or the history itself."""
    database.execute(f"DROP TABLE {database.in_sql(table)}")


def hide_table(database: Database, table: str) -> Callable[[], None]:
    """Let there be no table of that name, whoever refers to it; gives what brings it back."""
    own = database.in_sql(table)
    database.execute(f"ALTER TABLE {own} RENAME TO {_HIDDEN}")
    return lambda: database.execute(f"ALTER TABLE {_HIDDEN} RENAME TO {own}")


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
    keys = database.in_sql("api_keys")
    changes = ", ".join(f"{name} = ?" for name in revoked)
    database.execute(f"UPDATE {keys} SET {changes} WHERE {column} = ?", (*revoked.values(), public_id))  # noqa: S608 - names from the schema
