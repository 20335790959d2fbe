"""Every row of a database at one moment, so that a later look can tell what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contract_harness.databases.model import Database
from contract_harness.errors import ContractBreach

Row = Mapping[str, Any]
Snapshot = Mapping[str, list[dict[str, Any]]]
"""The rows of each table, in an order that does not depend on the database."""


def rows_of(database: Database, table: str) -> list[dict[str, Any]]:
    """Every row of *table*; none when the table is not there.

    Raises:
        NotObservable: the gateway has no such table, as its target says.
    """
    own = database.in_sql(table)
    return database.rows(f"SELECT * FROM {own}") if table in database.tables() else []  # noqa: S608 - a checked name


def snapshot(database: Database) -> Snapshot:
    """Every row of every table."""
    named = {table: database.in_sql(table) for table in sorted(database.tables())}
    return {table: ordered(database.rows(f"SELECT * FROM {own}")) for table, own in named.items()}  # noqa: S608 - checked names


def ordered(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows in an order that their values alone decide."""
    return sorted(map(dict, rows), key=lambda row: repr(sorted(row.items())))


def the_one(rows: Iterable[Row], is_it: Callable[[Row], bool], *, what: str) -> Row:
    """The only row of which this is true.

    Raises:
        ContractBreach: there is none, or more than one.
    """
    __tracebackhide__ = True
    found = [row for row in rows if is_it(row)]
    if len(found) != 1:
        raise ContractBreach(f"one {what} is stored", f"{len(found)} are")
    return found[0]
