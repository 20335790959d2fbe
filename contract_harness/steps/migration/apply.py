"""Apply: what the first one makes, and lists."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.migration import apply
from contract_harness.installations.installation import Installation, Outcome


@then(parsers.parse('the command lists "{label}" first'))
def command_lists_first(outcome: Outcome, label: str) -> None:
    apply.expect_first_listed(outcome, label)


@then("every application table is empty")
def tables_are_empty(installation: Installation) -> None:
    apply.expect_no_rows(installation.database)
