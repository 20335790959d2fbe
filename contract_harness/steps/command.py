"""The command: what it lists, and how it says why it fails."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect import endings, listed
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@then(parsers.parse('the command lists every migration as "{state}"'))
def lists_every_migration(outcome: Outcome, subject: ScenarioGateway, state: str) -> None:
    listed.expect_listing(outcome, backend=subject.database.kind, state=state)


@then("the output says why, in a line of its own")
def output_says_why(outcome: Outcome) -> None:
    endings.expect_error_line(outcome)


@then(parsers.parse('the output says "{words}"'))
def output_says(outcome: Outcome, words: str) -> None:
    endings.expect_words(outcome, words)
