"""Databases that must be refused, made from one that need not be: changed in one thing, then as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from contract_harness.databases import Database
from contract_harness.errors import ContractBreach
from contract_harness.scenes import history, tampering
from contract_harness.scenes.wording import meant

GONE, THERE = "gone", "there"
Change = Mapping[str, str]
"""A row of a feature: `table` and `is`, or the columns of the history that are shown."""

_ENTRANCES: Mapping[str, Sequence[str]] = {
    "migrate and serve": ("migrate --status", "migrate --check", "migrate --apply", "serve"),
    "bootstrap-admin and seed-config": ("bootstrap-admin", "seed-config"),
    "status and check": ("migrate --status", "migrate --check"),
    "every start": ("serve", ""),
    "migrate --apply": ("migrate --apply",),
    "serve": ("serve",),
    "serve --run-migrations false": ("serve --run-migrations false",),
}
"""Commands by the words of the features; as an operator types them, the last without any."""


def commands(words: str) -> Sequence[str]:
    """The commands that a feature calls by these words."""
    return meant(_ENTRANCES, words)


@contextmanager
def changed(database: Database, change: Change) -> Iterator[None]:
    """The database with one thing changed."""
    if "table" in change:
        undo = put_table(database, change["table"], change["is"])
    else:
        undo = _change_history(database, change)
    try:
        yield
    except ContractBreach:
        # What else the gateway put in the way is not the reason to show.
        with suppress(ContractBreach):
            undo()
        raise
    undo()


def put_table(database: Database, table: str, state: str) -> Callable[[], None]:
    """Have the table be "there" or "gone"; gives what puts that back."""
    return meant(_TABLES, state)(database, table)


def _change_history(database: Database, change: Change) -> Callable[[], None]:
    undo = history.keep(database)
    shown = {name: text for name, text in change.items() if name != "because of"}
    history.merge(database, [list(shown), list(shown.values())])
    return undo


def _add_table(database: Database, table: str) -> Callable[[], None]:
    tampering.add_table(database, table)
    return lambda: tampering.drop_table(database, table)


_TABLES: Mapping[str, Callable[[Database, str], Callable[[], None]]] = {
    GONE: tampering.hide_table,
    THERE: _add_table,
}
