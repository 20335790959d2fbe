"""Failures: what a command that failed has not listed, and not left behind."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.migration import failures
from contract_harness.installations.installation import Installation, Outcome


@then("the command lists no migration")
def command_lists_nothing(outcome: Outcome) -> None:
    failures.expect_nothing_listed(outcome)


@then("the database has nothing of the baseline")
def nothing_of_the_baseline(installation: Installation) -> None:
    failures.expect_nothing_migrated(installation.database)
