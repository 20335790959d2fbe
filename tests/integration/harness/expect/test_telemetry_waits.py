"""What has come may rule a promise of telemetry out, and then nothing is waited for."""

import time

import pytest
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
from opentelemetry.sdk.trace.export import SpanExportResult

from contract_harness.collector import Collector, Span
from contract_harness.collector.signals import Export
from contract_harness.errors import ContractBreach
from contract_harness.expect.telemetry import collectors, endpoints, trace_context
from contract_harness.scenes.telemetry.collectors import Collectors
from contract_harness.upstreams.provider import SimulatedProvider
from contract_harness.upstreams.script import Received


def breach(check, *args, **named) -> str:
    """What a breach says; fails when there is none."""
    with pytest.raises(ContractBreach) as caught:
        check(*args, **named)
    return str(caught.value)


def received(*headers: tuple[str, str]) -> Received:
    """The call `id-1` as it reached a provider."""
    return Received("POST", "/v1/chat/completions", (("x-request-id", "id-1"), *headers), b"", b"", 0.0)


def span_from(instance: str | None) -> Span:
    """A span of this instance, or of one without a name."""
    resource = {"service.name": "gateway"} | ({"service.instance.id": instance} if instance else {})
    return Span(
        name="http_request", kind="server", trace_id="a" * 32, span_id="b" * 16, parent_id="", state="",
        status="unset", attributes={}, resource=resource,
    )  # fmt: skip


def test_grpc_at_an_endpoint_for_http_is_told_at_once():
    """Nothing that is still to come would make it HTTP; where any protocol will do it is waited for."""
    listening = Collectors()
    try:
        exporter = GrpcExporter(listening["main"].http_url, timeout=1)
        assert SpanExportResult.SUCCESS != exporter.export([])
        began = time.monotonic()

        assert "gRPC is spoken" in breach(
            endpoints.expect_gets_only, listening, [("main", "traces, metrics", "http")]
        )
        assert time.monotonic() - began < 4
    finally:
        listening.close()


def test_a_header_that_names_no_span_of_the_gateways_waits_for_none():
    """One that is not there, or the caller's own: the ids that it should have held are not asked for."""

    def never():
        raise AssertionError("the spans are waited for")

    with SimulatedProvider() as provider:
        provider.received.append(received())
        shown = [("traceparent", "00-{trace id of a}-{span id of a}-01")]
        told = breach(trace_context.expect_received, provider, "id-1", shown, filled=never)
        own = ("traceparent", "00-" + "a" * 32 + "-" + "b" * 16 + "-01")
        provider.received.append(received(own))
        passed_on = breach(trace_context.expect_received, provider, "id-1", shown, sent=[own], filled=never)
    assert "traceparent: (none)" in told
    assert own[1] in passed_on


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (["a", None], "one does not"),
        ([None], "one does not"),
        (["a", "b", "c"], "instances a, b, c"),
    ],
)
def test_instances_are_two_and_have_names(ids, told):
    """Whatever comes without one is told at once."""
    with Collector() as collector:
        for one in ids:
            collector.exports.append(Export("traces", "grpc", 0.0, b"", spans=(span_from(one),)))

        assert told in breach(collectors.expect_two_instances, collector)
