"""What is in a database: every table, none of them, or exactly what was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach
from contract_harness.ledger.baseline import baseline

SHOWN_DEFINITIONS = 3
"""How many changed definitions a message shows; the others are counted."""


def expect_untouched(database: Database, before: DatabaseState) -> None:
    """Every definition and every row is what it was; an absent and an empty database count as one."""
    __tracebackhide__ = True
    now = DatabaseState.of(database)
    if (now.definitions, now.rows) != (before.definitions, before.rows):
        raise ContractBreach("the database is left as it was", _difference(before, now))


def expect_still_absent(database: Database, before: DatabaseState) -> None:
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


def _difference(before: DatabaseState, now: DatabaseState) -> str:
    """What changed, rows only by their number: they may hold secrets."""
    parts = [
        *_changes("definition", before.definitions, now.definitions),
        *_changes("row", before.rows, now.rows),
    ]
    shown = sorted(set(now.definitions) ^ set(before.definitions))[:SHOWN_DEFINITIONS]
    return "; ".join([*parts, *shown])


def _changes(what: str, before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    earlier, later = Counter(before), Counter(now)
    for verb, count in (("new", (later - earlier).total()), ("gone", (earlier - later).total())):
        if count:
            yield f"{count} {what}{'s' if count > 1 else ''} {verb}"
