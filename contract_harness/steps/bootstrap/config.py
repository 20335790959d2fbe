"""Config the gateway can trust: a file that is not there, a key nobody knows."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.configs.variants import PLACES
from contract_harness.expect import starts
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given("the config file is not there")
def config_file_is_missing(subject: ScenarioGateway) -> None:
    subject.remove_config_file()


@given(parsers.parse('the config says "{key}" in {place}'))
def config_says(subject: ScenarioGateway, key: str, place: str) -> None:
    subject.mistype(key, PLACES[place])


@then("the output names the config file")
def output_names_the_config_file(subject: ScenarioGateway, outcome: Outcome) -> None:
    starts.expect_said(outcome, subject.config_file_name)
