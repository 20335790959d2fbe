"""Replicas: gateways that boot at the same moment on one database."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.configs.default_config import MODEL
from contract_harness.expect import access, sessions
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse("{count:d} gateways are started together"))
def start_together(subject: ScenarioGateway, count: int) -> None:
    subject.start_together(count)


@then("each gateway lets in the admin and the caller")
def each_lets_in(subject: ScenarioGateway) -> None:
    for browser in subject.browsers_of_replicas():
        sessions.expect_let_in(browser.sign_in(subject.email, subject.password("configured")))
    for public in subject.publics_of_replicas():
        access.expect_opens(public, subject.key("configured"), MODEL)
