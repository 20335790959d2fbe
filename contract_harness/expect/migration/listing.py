"""What looking at a database must not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach
from contract_harness.expect.schemas import expect_untouched
from contract_harness.scenes.scenario_gateway import ScenarioGateway

SHOWN = 3
"""How many files, or rows, a message names; the others are counted."""


def expect_no_trace(subject: ScenarioGateway, commands: Sequence[str]) -> None:
    """None of these commands makes or changes a file of the database, or on a server a row of it.

    Files are looked at first: the harness's own look at rows may leave some.
    """
    __tracebackhide__ = True
    state = DatabaseState.of(subject.database)
    for command in commands:
        before = subject.database.prints()
        subject.run_as_typed(command)
        left = _left(before, subject.database.prints())
        if left:
            raise ContractBreach(f"`{command}` leaves the database as it was, to the byte", left)
        expect_untouched(subject.database, state)


def _left(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What is new, changed or gone, in words; empty when nothing is."""
    kinds = {
        "new": sorted(now.keys() - before.keys()),
        "changed": sorted(name for name in now.keys() & before.keys() if now[name] != before[name]),
        "gone": sorted(name for name in before.keys() - now.keys() if not name.endswith(_MADE_ANEW)),
    }
    return "; ".join(f"{kind}: {_some(names)}" for kind, names in kinds.items() if names)


_MADE_ANEW = ("-wal", "-journal")
"""Whoever closes a database last may take away its log."""


def _some(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
