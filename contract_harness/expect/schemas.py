"""What is in a database: every table, none of them, or exactly what was there before."""

from __future__ import annotations

import time
from dataclasses import dataclass

from contract_harness.baseline import baseline
from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.errors import ContractBreach


@dataclass(frozen=True, slots=True)
class Before:
    """A database as it was at a moment.

    Attributes:
        at_s: that moment, in unix seconds.
        fingerprint: of every definition and every row.
    """

    at_s: float
    exists: bool
    fingerprint: str
    tables: frozenset[str]
    history: tuple[tuple[object, ...], ...]

    @classmethod
    def of(cls, database: Database) -> Before:
        """As it is now."""
        history = tuple(tuple(row.values()) for row in database.history())
        return cls(time.time(), database.exists(), database.fingerprint(), database.tables(), history)


def expect_untouched(database: Database, before: Before) -> None:
    """Every definition and every row is what it was; an absent and an empty database count as one."""
    __tracebackhide__ = True
    if database.fingerprint() != before.fingerprint:
        raise ContractBreach("the database is left as it was", _difference(before, Before.of(database)))


def expect_same_history(database: Database, before: Before) -> None:
    """The history's rows are what they were, times included."""
    __tracebackhide__ = True
    observed = Before.of(database).history
    if observed != before.history:
        raise ContractBreach(f"the history stays {before.history}", f"it is {observed}")


def expect_still_absent(database: Database, before: Before) -> None:
    """Where there was no database there is none now; where there was, nothing is in it."""
    __tracebackhide__ = True
    if database.exists() and not before.exists:
        raise ContractBreach("no database comes into being", "there is one now")
    expect_untouched(database, before)


def expect_every_table(database: Database) -> None:
    """Every application table is there."""
    __tracebackhide__ = True
    missing = sorted(baseline().tables - database.tables())
    if missing:
        raise ContractBreach("every application table is there", f"missing: {', '.join(missing)}")


def expect_no_rows(database: Database) -> None:
    """No application table holds a row."""
    __tracebackhide__ = True
    counts = [f"(SELECT count(*) FROM {name}) AS {name}" for name in sorted(baseline().tables)]  # noqa: S608 - our names
    (row,) = database.rows(f"SELECT {', '.join(counts)}")
    filled = [f"{table} holds {rows}" for table, rows in row.items() if rows]
    if filled:
        raise ContractBreach("the application tables are empty", ", ".join(filled))


def expect_nothing_migrated(database: Database) -> None:
    """No application table is there and the history, if there is one, is empty."""
    __tracebackhide__ = True
    left = sorted(baseline().tables & database.tables())
    if left:
        raise ContractBreach("no application table is left behind", f"left: {', '.join(left)}")
    rows = database.history()
    if rows:
        raise ContractBreach("no migration is remembered", f"{HISTORY_TABLE} has {len(rows)} rows")


def _difference(before: Before, now: Before) -> str:
    """What changed, as far as it can be said in a few words."""
    parts = [
        *(f"new table {table}" for table in sorted(now.tables - before.tables)),
        *(f"lost table {table}" for table in sorted(before.tables - now.tables)),
    ]
    if before.history != now.history:
        parts.append(f"the history was {before.history} and is {now.history}")
    return "; ".join(parts) or "the same tables with other definitions or rows"
