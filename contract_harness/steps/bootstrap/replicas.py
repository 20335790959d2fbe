"""Replicas: gateways that boot at the same moment on one database."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.expect import access, sessions
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse("{count:d} gateways are started together"))
def start_together(subject: ScenarioGateway, count: int) -> None:
    subject.start_together(count)


@then(parsers.parse('each gateway lets the admin sign in with the "{which}" password'))
def each_accepts_the_sign_in(subject: ScenarioGateway, which: str) -> None:
    for browser in subject.browsers_of_replicas():
        sessions.expect_let_in(browser.sign_in(subject.email, subject.password(which)))


@then(parsers.parse('each gateway lets the key "{name}" call "{model}"'))
def each_answers_the_key(subject: ScenarioGateway, name: str, model: str) -> None:
    for public in subject.publics_of_replicas():
        access.expect_opens(public, subject.key(name), model)
