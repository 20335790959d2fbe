"""
The migration history as a feature shows it, written with plain SQL beside the gateway.

A row is merged into the one of its version: columns that are not shown stay. A version that is not there is
added as some earlier or later gateway would have left it, long ago. `v1 to v16` stands for sixteen rows,
`(none)` for a history from which every row is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.databases.model import Row
from contract_harness.errors import HarnessError
from contract_harness.scenes.tampering import LONG_AGO_S
from contract_harness.tables import Table

COLUMNS = ("version", "name", "applied_on", "checksum")
"""Source: observed gateway, 8.2."""
NO_ROW = "(none)"
_VERSIONS = re.compile(r"v(\d+)(?: to v(\d+))?")
_INSERT = f"INSERT INTO {HISTORY_TABLE} (version, name, applied_on, checksum) VALUES (?, ?, ?, ?)"  # noqa: S608 - constant
_CREATE = (
    f"CREATE TABLE {HISTORY_TABLE} (version BIGINT PRIMARY KEY, name TEXT NOT NULL,"
    " applied_on BIGINT NOT NULL, checksum TEXT NOT NULL)"
)
"""Source: observed gateway, 8.2."""


def merge(database: Database, table: Table) -> None:
    """Merge the rows of *table*, whose first column is the version, into the history.

    Raises:
        HarnessError: a feature writes a version in another way, or shows columns that are not its to set.
    """
    heading, *rows = table
    for cells in rows:
        shown = dict(zip(heading[1:], cells[1:], strict=True))
        if cells[0] == NO_ROW:
            empty(database)
            continue
        for version in versions(cells[0]):
            _put(database, version, shown)


def versions(text: str) -> range:
    """The versions that `v17`, or `v1 to v16`, stands for.

    Raises:
        HarnessError: it is written in another way.
    """
    match = _VERSIONS.fullmatch(text)
    if match is None:
        raise HarnessError(f"a feature speaks of the versions {text!r}: write `v17`, or `v1 to v16`.")
    return range(int(match[1]), int(match[2] or match[1]) + 1)


def empty(database: Database) -> None:
    """Leave a history without rows, and make one where there is none."""
    if HISTORY_TABLE in database.tables():
        database.execute(f"DELETE FROM {HISTORY_TABLE}")  # noqa: S608 - constant
    else:
        database.execute(_CREATE)


def words(database: Database) -> Mapping[str, str]:
    """What a feature may name of the history there is, in braces; nothing while it is empty."""
    rows = database.history()
    if not rows:
        return {}
    newest, checksum = rows[-1]["version"], str(rows[0]["checksum"])
    return {
        "the next version": f"v{newest + 1}",
        "the first half of the checksum": checksum[: len(checksum) // 2],
        "the checksum with another first character": _other(checksum[:1]) + checksum[1:],
        "the checksum with another last character": checksum[:-1] + _other(checksum[-1:]),
    }


def _other(digit: str) -> str:
    return "1" if digit == "0" else "0"


def keep(database: Database) -> Callable[[], None]:
    """Remember the rows there are; gives what puts the same ones back, unless the table is gone by then."""
    rows = database.history()

    def restore() -> None:
        if HISTORY_TABLE in database.tables():
            empty(database)
            for row in rows:
                _insert(database, row)

    return restore


def _put(database: Database, version: int, shown: Mapping[str, str]) -> None:
    if not set(shown) <= {"name", "checksum"}:
        raise HarnessError(f"a feature shows {sorted(shown)} of the history: show `name` and `checksum`.")
    if not any(row["version"] == version for row in database.history()):
        _insert(database, _of_others(version))
    for column, text in shown.items():
        database.execute(f"UPDATE {HISTORY_TABLE} SET {column} = ? WHERE version = ?", (text, version))  # noqa: S608 - checked


def _of_others(version: int) -> Row:
    """A row as another gateway left it."""
    checksum = f"V{version}__step_{version}.sql"
    return {
        "version": version,
        "name": f"step_{version}",
        "applied_on": LONG_AGO_S + version,
        "checksum": checksum,
    }


def _insert(database: Database, row: Row) -> None:
    database.execute(_INSERT, tuple(row[column] for column in COLUMNS))
