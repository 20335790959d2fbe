"""Operators: their mistakes, what they ask a gateway for, and what a start tells them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.deployment import Deployment
from contract_harness.expect import starts, startup_reports
from contract_harness.tables import Table, pairs
from contract_harness.world import Outcome

ELSEWHERE = "203.0.113.7:8080"
"""An address of nobody's machine. Source: RFC 5737, 3."""


@pytest.fixture
def listeners() -> Iterator[ExitStack]:
    """Other programs' sockets, closed with the scenario."""
    with ExitStack() as opened:
        yield opened


@given(parsers.parse('the admin UI\'s address is "{text}"'))
def ui_address_is(deployment: Deployment, text: str) -> None:
    deployment.environment["ADMIN_UI_UPSTREAM"] = text


@given("the identity secret is empty")
def identity_secret_is_empty(deployment: Deployment) -> None:
    deployment.environment["GATEWAY_IDENTITY_TOKEN_SECRET"] = ""


@given("another program listens at its address")
def somebody_listens(deployment: Deployment, listeners: ExitStack) -> None:
    host, _, port = deployment.address.rpartition(":")
    listeners.enter_context(socket.create_server((host, int(port))))


@given("its address is one of another machine")
def address_is_elsewhere(deployment: Deployment) -> None:
    deployment.document["server"]["bind"] = ELSEWHERE


@given("the config asks for JSON log lines")
def config_asks_for_json(deployment: Deployment) -> None:
    deployment.document["server"]["log_format"] = "json"


@when("the gateway is asked to start with bootstrap both on and off", target_fixture="outcome")
def asked_both_ways(deployment: Deployment) -> Outcome:
    return deployment.ask_to_start("--bootstrap-admin", "true", "--bootstrap-admin", "false")


@when("the operator has the config judged", target_fixture="outcome")
def has_the_config_judged(deployment: Deployment) -> Outcome:
    return deployment.run("config-validate")


@when("the operator asks for the version", target_fixture="outcome")
def asks_for_the_version(deployment: Deployment) -> Outcome:
    return deployment.run("start", "--version")


@then(parsers.parse('the refusal names the line of "{key}"'))
def refusal_names_the_line(deployment: Deployment, outcome: Outcome, key: str) -> None:
    starts.expect_said(outcome, f"line {deployment.line_of(key)}")


@then("the refusal names its address")
def refusal_names_the_address(deployment: Deployment, outcome: Outcome) -> None:
    starts.expect_said(outcome, deployment.address)


@then("it says a version number")
def says_a_version(outcome: Outcome) -> None:
    startup_reports.expect_version(outcome)


@then("its startup report says:")
def report_says(deployment: Deployment, datatable: Table) -> None:
    startup_reports.expect_report(deployment.gateway, pairs(datatable))
