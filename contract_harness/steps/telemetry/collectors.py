"""Collectors that fail: how, and what is neither delayed nor lost meanwhile."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.collector import Collector
from contract_harness.expect.telemetry import collectors
from contract_harness.installations.pool import Installations
from contract_harness.patience import Patience
from contract_harness.scenes import concurrency
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways
from contract_harness.scenes.telemetry.reporting import Reporters
from contract_harness.scenes.telemetry.trace_headers import REQUEST_ID
from contract_harness.tables import Table


@given(parsers.parse('a gateway that reports to a collector that is "{state}"'), target_fixture="subject")
def reports_in_vain(
    installations: Installations, subjects: ScenarioGateways, reporters: Reporters, state: str
) -> ScenarioGateway:
    reporters[state].stand(installations)
    return subjects.of(reporters[state].standing)


@given(parsers.parse('the collector is "{state}"'))
@when(parsers.parse('the collector is "{state}"'))
def collector_is(collector: Collector, state: str) -> None:
    collector.be(state)


@when("the collector has got a span")
def collector_has_a_span(collector: Collector) -> None:
    collector.wait_for("a first span at the collector", lambda: collector.spans)


@when("the caller lists models", target_fixture="request_ids")
def lists_models(subject: ScenarioGateway, request_id: str) -> list[str]:
    bearer = ("Authorization", f"Bearer {subject.key('configured')}")
    subject.gateway.http.send("GET", "/v1/models", headers=[(REQUEST_ID, request_id), bearer])
    return [request_id]


@when(parsers.parse("the caller makes {count:d} calls at once"), target_fixture="request_ids")
def many_calls(subject: ScenarioGateway, count: int) -> list[str]:
    return concurrency.health_checks(subject.gateway.http, count)


@when("the gateway has tried to send spans")
def has_tried(collector: Collector) -> None:
    collector.wait_for_attempts()


@then("the gateway was ready without waiting for the collector")
def was_ready(subject: ScenarioGateway, installations: Installations, patience: Patience) -> None:
    collectors.expect_ready_at_once(
        subject, within_s=patience.undelayed_s, alone=lambda: installations.new().serve()
    )


@then(parsers.parse("{count:d} calls are answered without waiting for the collector"))
def calls_are_answered(
    subject: ScenarioGateway, installations: Installations, count: int, patience: Patience
) -> None:
    collectors.expect_answers_at_once(
        subject.public,
        subject.key("configured"),
        times=count,
        within_s=patience.undelayed_s,
        alone=lambda: installations.new().serve(),
    )


@then("the gateway shuts down gracefully without waiting for the collector")
def shuts_down(subject: ScenarioGateway, installations: Installations, patience: Patience) -> None:
    collectors.expect_end_at_once(
        subject.gateway, within_s=patience.undelayed_s, alone=lambda: installations.new().serve()
    )


@then("the collector gets the span of each call")
def gets_each_span(collector: Collector, request_ids: list[str]) -> None:
    collectors.expect_spans(collector, request_ids)


@then("the collector has exactly:")
def has_exactly(collector: Collector, datatable: Table) -> None:
    collectors.expect_totals(collector, datatable[1:])


@then("each gateway names an instance of its own")
def names_an_instance(collector: Collector) -> None:
    collectors.expect_two_instances(collector)
