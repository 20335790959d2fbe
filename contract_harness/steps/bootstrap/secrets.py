"""Secrets stay secret: nothing of them is in a log or in the output of a command."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect import starts
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@then("no secret was written to any log or output")
def no_secret_was_written(subject: ScenarioGateway) -> None:
    starts.expect_unsaid(subject.everything_written(), subject.secrets())
