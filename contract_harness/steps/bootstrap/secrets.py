"""Secrets stay secret: nothing of them is in a log, an answer, the output of a command or a row."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.bootstrap import secrets
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways


@then('no secret stands in "any log or output"')
def no_secret_was_written(subject: ScenarioGateway) -> None:
    secrets.expect_unsaid(subject.everything_written(), subject.secrets(), where="any log or output")


@then('no secret stands in "any row of the database"')
def no_secret_is_stored(subject: ScenarioGateway) -> None:
    secrets.expect_no_row_tells(subject.database, subject.secrets())


@then("another install stores the same secrets otherwise")
def secrets_are_salted(subjects: ScenarioGateways, subject: ScenarioGateway) -> None:
    other = subjects.fresh("local")
    other.run("bootstrap-admin")
    other.run("seed-config")
    secrets.expect_salted(subject.database, other.database)
