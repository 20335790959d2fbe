"""Collectors: where a config sends telemetry, and how a collector behaves."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.collector import Collector
from contract_harness.expect import access, telemetry_arrivals
from contract_harness.patience import Patience
from contract_harness.scenes import concurrency
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@pytest.fixture
def collector() -> Iterator[Collector]:
    """The collector of this scenario."""
    with Collector() as collector:
        yield collector


@pytest.fixture
def other_collector() -> Iterator[Collector]:
    """A second one."""
    with Collector() as collector:
        yield collector


@given("the environment names a collector")
def environment_names_one(subject: ScenarioGateway, collector: Collector) -> None:
    subject.environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.grpc_url
    subject.environment["OTEL_TRACES_EXPORTER"] = "otlp"


@given("the config sends telemetry to a collector")
def sends_telemetry(subject: ScenarioGateway, collector: Collector) -> None:
    subject.document["server"] |= {
        "otel_endpoint": collector.grpc_url,
        "otel_export_interval_secs": 1,
    }


@given("the config sends metrics to another collector")
def sends_metrics(subject: ScenarioGateway, other_collector: Collector) -> None:
    subject.document["server"] |= {
        "otel_metrics_endpoint": other_collector.grpc_url,
        "otel_export_interval_secs": 1,
    }


@given("the config sends telemetry to a collector over HTTP")
def sends_telemetry_over_http(subject: ScenarioGateway, collector: Collector) -> None:
    subject.document["server"] |= {
        "otel_endpoint": collector.http_url,
        "otel_protocol": "http/protobuf",
        "otel_export_interval_secs": 1,
    }


@given("the config sends metrics to another collector over HTTP")
def sends_metrics_over_http(subject: ScenarioGateway, other_collector: Collector) -> None:
    subject.document["server"]["otel_metrics_endpoint"] = other_collector.http_url


@given("the config sends metrics every hour only")
def sends_metrics_every_hour(subject: ScenarioGateway) -> None:
    subject.document["server"]["otel_export_interval_secs"] = 3600


@given(parsers.parse('the config says that traces go to "{endpoint}"'))
def traces_go_to(subject: ScenarioGateway, endpoint: str) -> None:
    subject.document["server"]["otel_endpoint"] = endpoint


@given(parsers.parse('the config says that metrics go to "{endpoint}"'))
def metrics_go_to(subject: ScenarioGateway, endpoint: str) -> None:
    subject.document["server"]["otel_metrics_endpoint"] = endpoint


@given(parsers.parse('the config says that the protocol is "{protocol}"'))
def protocol_is(subject: ScenarioGateway, protocol: str) -> None:
    subject.document["server"]["otel_protocol"] = protocol


@given(parsers.parse("the collector is {state}"))
def collector_is(collector: Collector, state: str) -> None:
    collector.be(state)


@when("the collector comes back")
def collector_comes_back(collector: Collector) -> None:
    collector.take()


@when("the collector has got something")
def collector_has_something(collector: Collector) -> None:
    collector.wait_for("a first span at the collector", lambda: collector.spans)


@when("the gateway is stopped")
def gateway_is_stopped(subject: ScenarioGateway) -> None:
    subject.gateway.stop()


@when("a caller lists models", target_fixture="request_id")
def lists_models(subject: ScenarioGateway) -> str:
    request_id = f"meanwhile-{uuid.uuid4()}"
    bearer = ("Authorization", f"Bearer {subject.key('configured')}")
    subject.gateway.http.send("GET", "/v1/models", headers=[("x-request-id", request_id), bearer])
    return request_id


@when("the gateway has tried to tell of it")
def has_tried(collector: Collector) -> None:
    collector.wait_for_attempts()


@when(parsers.parse("{count:d} calls are made at once"), target_fixture="request_ids")
def many_calls(subject: ScenarioGateway, count: int) -> list[str]:
    return concurrency.health_checks(subject.gateway.http, count)


@then("the collector was never asked")
def was_never_asked(collector: Collector) -> None:
    telemetry_arrivals.expect_unasked(collector)


@then("the collector gets traces and metrics")
def gets_both(collector: Collector) -> None:
    telemetry_arrivals.expect_signals(collector, {"traces", "metrics"})


@then(parsers.parse('the collector gets traces and metrics over "{door}"'))
def gets_both_over(collector: Collector, door: str) -> None:
    telemetry_arrivals.expect_signals(collector, {"traces", "metrics"}, door=door)


@then("the collector gets traces only")
def gets_traces(collector: Collector) -> None:
    telemetry_arrivals.expect_signals(collector, {"traces"})


@then("the other collector gets metrics only")
def other_gets_metrics(other_collector: Collector) -> None:
    telemetry_arrivals.expect_signals(other_collector, {"metrics"})


@then("the caller can ask for a completion")
def can_ask(subject: ScenarioGateway) -> None:
    access.expect_completion(subject.public.complete(subject.key("configured"), "fast"))


@then("it was ready without waiting for a collector")
def was_ready(subject: ScenarioGateway, patience: Patience) -> None:
    telemetry_arrivals.expect_ready_at_once(subject.gateway, within_s=patience.undelayed_s)


@then(parsers.parse("{count:d} calls are answered without waiting for a collector"))
def calls_are_answered(subject: ScenarioGateway, count: int, patience: Patience) -> None:
    telemetry_arrivals.expect_answers_at_once(
        subject.public,
        subject.key("configured"),
        times=count,
        within_s=patience.undelayed_s,
    )


@then("it ends in order without waiting for a collector")
def ends_at_once(subject: ScenarioGateway, patience: Patience) -> None:
    telemetry_arrivals.expect_end_at_once(subject.gateway, within_s=patience.undelayed_s)


@then("the span of that list arrives")
def span_arrives(collector: Collector, request_id: str) -> None:
    telemetry_arrivals.expect_spans(collector, [request_id])


@then("the spans of all of them arrive")
def spans_arrive(collector: Collector, request_ids: list[str]) -> None:
    telemetry_arrivals.expect_spans(collector, request_ids)


@then("the collector has the completion among its spans and metrics")
def has_the_completion(collector: Collector) -> None:
    telemetry_arrivals.expect_completion(collector)


@then("the two are told apart by what they send")
def are_told_apart(collector: Collector) -> None:
    telemetry_arrivals.expect_two_instances(collector)
