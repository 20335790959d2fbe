"""Databases with a past: what other versions, other hands and accidents leave behind.

Everything is done with plain SQL to a database that the gateway under test migrated itself, so it needs to
know nothing but the history table and the names of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contract_harness.configs.secrets import KnownSecrets
from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.databases.snapshot import Row, rows_of, the_one
from contract_harness.errors import NotObservable
from contract_harness.scenes.wording import meant

LONG_AGO_S = 1_600_000_000
"""September 2020, in unix seconds: before any of these migrations was written."""

_HIDDEN = "set_aside"
_KEY = "the key "
_REVOKED: dict[str, Any] = {"status": "revoked", "revoked_at": LONG_AGO_S}
"""How a stored key says that it is revoked. Source: observed gateway, 3.3."""
_OF_KEYS: Mapping[str, Mapping[str, Any]] = {"revoked": _REVOKED, "used": {"last_used_at": LONG_AGO_S}}
_OF_PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "yet to change the password": {"must_change_password": 1},
    "active": {"status": "active"},
    "disabled": {"status": "disabled"},
}
"""What the columns of a user say. Source: observed gateway, 2.6 and 2.9."""
_REFUSALS: Mapping[str, str] = {
    "libsql": "CREATE TRIGGER refuses_rows BEFORE INSERT ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'no row here'); END",
    "postgres": "ALTER TABLE {table} ADD CONSTRAINT refuses_rows CHECK (false) NOT VALID",
}
"""By the kind of the database; rows that are there already stay."""


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
    _mark_key(database, raw_key, _REVOKED)


def let(database: Database, known: KnownSecrets, what: str, state: str) -> None:
    """Let a day's work have left somebody or something so, by the words of a feature.

    Args:
        what: `the admin`, the email of a user, or `the key` and its name.
        state: one of `_OF_PEOPLE` or `_OF_KEYS`.

    Raises:
        NotObservable: no column of it says so.
    """
    if what.startswith(_KEY):
        _mark_key(database, known.keys[what.removeprefix(_KEY)], meant(_OF_KEYS, state))
        return
    email = known.email if what == "the admin" else what
    row = the_one(
        rows_of(database, "users"), lambda row: str(row.get("email")).lower() == email, what=f"user {email}"
    )
    _mark(database, "users", row, ("email", row["email"]), meant(_OF_PEOPLE, state))


def refuse_rows(database: Database, table: str) -> None:
    """Have the database refuse every new row of *table*, wherever in a transaction it comes."""
    database.execute(_REFUSALS[database.kind].format(table=database.in_sql(table)))


def _mark_key(database: Database, raw_key: str, changes: Mapping[str, Any]) -> None:
    public_id = raw_key.removeprefix("gwk_").partition(".")[0]
    row = the_one(
        rows_of(database, "api_keys"), lambda row: public_id in row.values(), what=f"key {public_id}"
    )
    column = next(name for name, value in row.items() if value == public_id)
    _mark(database, "api_keys", row, (column, public_id), changes)


def _mark(
    database: Database, table: str, row: Row, known_by: tuple[str, Any], changes: Mapping[str, Any]
) -> None:
    # Some gateways keep a flag as a truth value, some as a number.
    there = {
        name: bool(value) if isinstance(row[name], bool) else value
        for name, value in changes.items()
        if name in row
    }
    if not there:
        raise NotObservable(f"no column of this gateway's {table} is called {' or '.join(changes)}")
    column, value = known_by
    said = ", ".join(f"{name} = ?" for name in there)
    sql = f"UPDATE {database.in_sql(table)} SET {said} WHERE {column} = ?"  # noqa: S608 - names from the schema
    database.execute(sql, (*there.values(), value))
