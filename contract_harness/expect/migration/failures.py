"""What a command that failed has left alone."""

from __future__ import annotations

from contract_harness.databases import HISTORY_TABLE, Database
from contract_harness.errors import ContractBreach
from contract_harness.expect.listed import listing
from contract_harness.installations.installation import Outcome


def expect_nothing_listed(outcome: Outcome) -> None:
    """There is no listing."""
    __tracebackhide__ = True
    found = listing(outcome)
    if found:
        raise ContractBreach("nothing is listed", f"{len(found)} migrations are", outcome.shown)


def expect_nothing_migrated(database: Database) -> None:
    """No application table is there and the history, if there is one, is empty."""
    __tracebackhide__ = True
    left = sorted(database.baseline_tables())
    if left:
        raise ContractBreach("no application table is left behind", f"left: {', '.join(left)}")
    rows = database.history()
    if rows:
        raise ContractBreach("no migration is remembered", f"{HISTORY_TABLE} has {len(rows)} rows")
