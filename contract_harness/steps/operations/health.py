"""Health: what the probes of an orchestrator are told."""

from __future__ import annotations

from contextlib import ExitStack

from pytest_bdd import given, parsers, then

from contract_harness.expect.operations import health
from contract_harness.scenes import in_flight
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.upstreams.provider import SimulatedProvider


@given(parsers.parse("{count:d} callers wait for the provider"))
def callers_wait(
    subject: ScenarioGateway, provider: SimulatedProvider, undone: ExitStack, count: int
) -> None:
    callers = [undone.enter_context(subject.gateway.raw()) for _ in range(count)]
    undone.callback(in_flight.hold_many(subject, callers, provider))


@then("the gateway becomes ready")
def gateway_becomes_ready(subject: ScenarioGateway) -> None:
    health.expect_ready_soon(subject.gateway)
