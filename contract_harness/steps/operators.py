"""Operators: their mistakes, what they ask a gateway for, and what a start tells them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, parsers, then

from contract_harness.expect import starts, startup_reports
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs

ELSEWHERE = "203.0.113.7:8080"
"""An address of nobody's machine. Source: RFC 5737, 3."""


@pytest.fixture
def listeners() -> Iterator[ExitStack]:
    """Other programs' sockets, closed with the scenario."""
    with ExitStack() as opened:
        yield opened


@given(parsers.parse('the admin UI\'s address is "{text}"'))
def ui_address_is(subject: ScenarioGateway, text: str) -> None:
    subject.environment["ADMIN_UI_UPSTREAM"] = text


@given("another program listens at its address")
def somebody_listens(subject: ScenarioGateway, listeners: ExitStack) -> None:
    host, _, port = subject.address.rpartition(":")
    listeners.enter_context(socket.create_server((host, int(port))))


@given("its address is one of another machine")
def address_is_elsewhere(subject: ScenarioGateway) -> None:
    subject.document["server"]["bind"] = ELSEWHERE


@then(parsers.parse('the refusal names the line of "{key}"'))
def refusal_names_the_line(subject: ScenarioGateway, outcome: Outcome, key: str) -> None:
    starts.expect_said(outcome, f"line {subject.line_of(key)}")


@then("the refusal names its address")
def refusal_names_the_address(subject: ScenarioGateway, outcome: Outcome) -> None:
    starts.expect_said(outcome, subject.address)


@then("it says a version number")
def says_a_version(outcome: Outcome) -> None:
    startup_reports.expect_version(outcome)


@then("its startup report says:")
def report_says(subject: ScenarioGateway, datatable: Table) -> None:
    startup_reports.expect_report(subject.gateway, pairs(datatable))
