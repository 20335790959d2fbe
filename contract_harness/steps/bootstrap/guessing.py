"""Guessing: whoever tries passwords, and what their refusals tell."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.bootstrap import guessing
from contract_harness.patience import Patience
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@then(parsers.parse('after {count:d} failed sign-ins the "{which}" password is refused'))
def password_is_refused(subject: ScenarioGateway, count: int, which: str, patience: Patience) -> None:
    guessing.expect_throttled(subject, which, count=count, within_s=patience.command_s)


@then("an unknown email is refused as slowly as a known one")
def refusals_are_alike(subject: ScenarioGateway) -> None:
    guessing.expect_no_email_told(subject, guessing.stored_emails(subject.database))
