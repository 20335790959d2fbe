"""What the first apply makes: tables without rows, and a listing that begins with the baseline."""

from __future__ import annotations

from contract_harness.databases import Database
from contract_harness.errors import ContractBreach
from contract_harness.expect.listed import listing
from contract_harness.installations.installation import Outcome


def expect_first_listed(outcome: Outcome, label: str) -> None:
    """The listing begins with this migration, so there is none before it."""
    __tracebackhide__ = True
    found = listing(outcome)
    observed = found[0].label if found else "nothing is listed"
    if observed != label:
        raise ContractBreach(f"the first migration is {label}", observed, outcome.shown)


def expect_no_rows(database: Database) -> None:
    """No application table holds a row."""
    __tracebackhide__ = True
    promised = sorted(database.names.promised)
    counts = [f"(SELECT count(*) FROM {database.in_sql(name)}) AS {name}" for name in promised]  # noqa: S608 - checked names
    (row,) = database.rows(f"SELECT {', '.join(counts)}")
    filled = [f"{table} holds {rows}" for table, rows in row.items() if rows]
    if filled:
        raise ContractBreach("the application tables are empty", ", ".join(filled))
