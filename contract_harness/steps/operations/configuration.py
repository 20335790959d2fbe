"""Configuration: the mistakes of an operator, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, parsers, then

from contract_harness.expect import starts
from contract_harness.expect.operations import configuration
from contract_harness.installations.installation import Outcome
from contract_harness.scenes import operator
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, column


@pytest.fixture
def listeners() -> Iterator[ExitStack]:
    """Other programs' sockets, closed with the scenario."""
    with ExitStack() as opened:
        yield opened


@given("the config has mistyped keys:")
def config_has_mistyped_keys(subject: ScenarioGateway, docstring: str) -> None:
    operator.mistype(subject, docstring)


@given(parsers.parse('another program "{has}" the gateway\'s address'))
def another_program_has_it(subject: ScenarioGateway, listeners: ExitStack, has: str) -> None:
    operator.take_address(subject, listeners, has)


@then(parsers.parse('the output names the line of "{key}"'))
def output_names_the_line(subject: ScenarioGateway, outcome: Outcome, key: str) -> None:
    configuration.expect_line(outcome, subject.line_of(key))


@then("the output names:")
def output_names_each(outcome: Outcome, datatable: Table) -> None:
    for name in column(datatable):
        starts.expect_said(outcome, name)


@then("no file is written")
def no_file_is_written(subject: ScenarioGateway) -> None:
    configuration.expect_no_file(subject)


@then("the output names the gateway's address")
def output_names_the_address(subject: ScenarioGateway, outcome: Outcome) -> None:
    starts.expect_said(outcome, subject.address)


@then("the output is one line with a version number")
def output_is_a_version(outcome: Outcome) -> None:
    configuration.expect_version(outcome)
