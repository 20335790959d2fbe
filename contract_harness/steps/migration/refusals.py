"""Refusals: tables that the history does not account for, or that are missing."""

from __future__ import annotations

from pytest_bdd import given, parsers

from contract_harness.installations.installation import Installation
from contract_harness.scenes import tampering


@given(parsers.parse('the table "{table}" is there'))
def table_is_there(installation: Installation, table: str) -> None:
    tampering.add_table(installation.database, table)


@given(parsers.parse('the table "{table}" is gone'))
def table_is_gone(installation: Installation, table: str) -> None:
    tampering.drop_table(installation.database, table)
