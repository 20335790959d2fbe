"""Config the gateway can trust: a file that is not there, a key nobody knows, a key that stands twice."""

from __future__ import annotations

from pytest_bdd import given, parsers

from contract_harness.scenes import operator
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given("the config file is not there")
def config_file_is_missing(subject: ScenarioGateway) -> None:
    subject.remove_config_file()


@given(parsers.parse('the config says "{key}" "{often}" in {place}'))
def config_says(subject: ScenarioGateway, key: str, often: str, place: str) -> None:
    operator.write_key(subject, key, place, often=often)
