"""An orchestrator: probes a gateway, and sends signals to it and to its processes."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.operations import health
from contract_harness.installations.installation import ProcessGateway
from contract_harness.scenes import orchestrator
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse('the orchestrator sends "{signal}" to "{whom}"'), target_fixture="told_at")
def orchestrator_sends(gateway: ProcessGateway, signal: str, whom: str) -> float:
    return orchestrator.send(gateway, signal, to=whom)


@when(parsers.parse('the orchestrator asks for "{probe}"'), target_fixture="reply")
def orchestrator_asks(subject: ScenarioGateway, probe: str) -> Reply:
    return orchestrator.ask_of_the_busy(subject, probe)


@then("the answer is:")
def answer_is(reply: Reply, docstring: str) -> None:
    health.expect_document(reply, docstring)
