"""What looking at a database must not do."""

from __future__ import annotations

from contract_harness.databases import Database
from contract_harness.databases.state import DatabaseState
from contract_harness.errors import ContractBreach
from contract_harness.expect.schemas import expect_untouched


def expect_still_absent(database: Database, before: DatabaseState) -> None:
    """Where there was no database there is none now; where there was, nothing is in it."""
    __tracebackhide__ = True
    if database.exists() and not before.exists:
        raise ContractBreach("no database comes into being", "there is one now")
    expect_untouched(database, before)
