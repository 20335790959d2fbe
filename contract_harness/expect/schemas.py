"""What is in a database: every table, or exactly what was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from contract_harness.databases import Database
from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach

SHOWN_DEFINITIONS = 3
"""How many changed definitions a message shows; the others are counted."""


def expect_untouched(database: Database, before: DatabaseState) -> None:
    """Every definition and every row is what it was; an absent and an empty database count as one."""
    __tracebackhide__ = True
    now = DatabaseState.of(database)
    if (now.definitions, now.rows) != (before.definitions, before.rows):
        raise ContractBreach("the database is left as it was", _difference(before, now))


def expect_every_table(database: Database) -> None:
    """Every application table is there."""
    __tracebackhide__ = True
    missing = sorted(map(database.names.shown, database.names.promised - database.tables()))
    if missing:
        raise ContractBreach("every application table is there", f"missing: {', '.join(missing)}")


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
