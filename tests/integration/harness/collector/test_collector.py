"""The collector takes both protocols for real, and fails in every way it is told to."""

import threading
from collections.abc import Iterator

import pytest
import requests
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter
from opentelemetry.sdk.metrics import Counter, MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, Status, StatusCode

from contract_harness.collector import Collector, Span
from contract_harness.errors import ContractBreach

# gRPC shares connections between channels, and with them how long not to try again.
_OWN_CONNECTION = (("grpc.use_local_subchannel_pool", 1),)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector


def exporters(collector: Collector) -> dict[str, SpanExporter]:
    """One for each protocol, each giving up after a second."""
    return {
        "grpc": GrpcExporter(collector.grpc_url, timeout=1, channel_options=_OWN_CONNECTION),
        "http": HttpExporter(f"{collector.http_url}/v1/traces", timeout=1),
    }


def send_span(exporter: SpanExporter) -> SpanExportResult:
    """One span with all there is to one; how sending it went."""
    results: list[SpanExportResult] = []

    class Watched(SpanExporter):
        def export(self, spans):
            results.append(exporter.export(spans))
            return results[-1]

    provider = TracerProvider(resource=Resource({"service.name": "sender"}), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(Watched()))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("outer", kind=SpanKind.SERVER) as span:
        span.set_attributes({"text": "a", "yes": True, "count": 3, "share": 0.5, "list": ["a", "b"]})
        span.set_status(Status(StatusCode.ERROR))
    return results[-1]


@pytest.mark.parametrize("door", ["grpc", "http"])
def test_a_span_arrives_whole(collector, door):
    """Through either door it is the same span."""
    assert SpanExportResult.SUCCESS == send_span(exporters(collector)[door])

    (span,) = collector.spans
    assert isinstance(span, Span)
    assert ("outer", "server", "error", "") == (span.name, span.kind, span.status, span.parent_id)
    assert {"text": "a", "yes": True, "count": 3, "share": 0.5, "list": ("a", "b")} == span.attributes
    assert {"service.name": "sender"} == span.resource
    assert (32, 16) == (len(span.trace_id), len(span.span_id))
    assert [("traces", door)] == [(export.signal, export.door) for export in collector.exports]


@pytest.mark.parametrize(
    "temporality", [AggregationTemporality.CUMULATIVE, AggregationTemporality.DELTA], ids=["total", "delta"]
)
def test_a_series_stands_at_the_same_total_however_it_is_counted(collector, temporality):
    """A gateway may send totals or what came on top."""
    exporter = OTLPMetricExporter(
        f"{collector.http_url}/v1/metrics", preferred_temporality={Counter: temporality}
    )
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=float("inf"))
    provider = MeterProvider([reader], shutdown_on_exit=False)
    meter = provider.get_meter("test")
    counter, histogram = meter.create_counter("calls"), meter.create_histogram("took", unit="s")
    for _ in range(2):
        counter.add(2, {"to": "a"})
        histogram.record(0.25)
        provider.force_flush()
    provider.shutdown()

    (calls,) = collector.totals("calls")
    assert (4, "sum", True, {"to": "a"}) == (calls.value, calls.kind, calls.grows, calls.attributes)
    (took,) = collector.totals("took")
    assert (0.5, 2, "histogram", "s") == (took.value, took.count, took.kind, took.unit)


@pytest.mark.parametrize("door", ["grpc", "http"])
@pytest.mark.parametrize("state", ["absent", "refusing"])
def test_a_collector_that_fails_comes_back_at_the_same_address(collector, door, state):
    """What was refused was not taken."""
    exporter = exporters(collector)[door]
    collector.be(state)
    assert SpanExportResult.FAILURE == send_span(exporter)
    assert [] == collector.spans
    collector.be("back")

    assert SpanExportResult.SUCCESS == send_span(exporters(collector)[door])
    assert 1 == len(collector.spans)


def test_one_that_hangs_up_counts_who_came(collector):
    """So that a clause can wait until a gateway has tried."""
    collector.be("hanging up")
    assert SpanExportResult.FAILURE == send_span(exporters(collector)["grpc"])
    assert collector.attempts >= 1
    collector.take()

    assert SpanExportResult.SUCCESS == send_span(exporters(collector)["grpc"])


def test_one_that_is_silent_takes_what_it_held_once_it_speaks(collector):
    """The sender waits meanwhile."""
    collector.be("silent")
    results: list[SpanExportResult] = []
    exporter = GrpcExporter(collector.grpc_url, timeout=10)
    sender = threading.Thread(target=lambda: results.append(send_span(exporter)))
    sender.start()
    collector.wait_for("an attempt", lambda: collector.attempts)
    assert [] == collector.spans
    collector.take()
    sender.join(10)

    assert [SpanExportResult.SUCCESS] == results
    assert 1 == len(collector.spans)


@pytest.mark.parametrize("door", ["grpc", "http"])
def test_one_that_was_silent_too_long_has_not_got_it(collector, door):
    """Who gives up sends it again, or has lost it; what nobody waits for any more is not taken."""
    collector.be("silent")
    assert SpanExportResult.FAILURE == send_span(exporters(collector)[door])
    collector.take()

    assert SpanExportResult.SUCCESS == send_span(exporters(collector)[door])
    assert 1 == len(collector.spans)


def test_nonsense_is_not_taken(collector):
    """Another path, another type, or bytes that are no message."""
    protobuf = {"content-type": "application/x-protobuf"}
    base = collector.http_url
    statuses = [
        requests.post(f"{base}/v1/traces", data=b"\xff\xff", headers=protobuf, timeout=5).status_code,
        requests.post(f"{base}/v1/nothing", data=b"", headers=protobuf, timeout=5).status_code,
        requests.post(f"{base}/v1/traces", data=b"", timeout=5).status_code,
        requests.get(f"{base}/v1/traces", timeout=5).status_code,
    ]

    assert [503, 404, 415, 404] == statuses
    assert [] == collector.exports


def test_waiting_in_vain_is_a_breach_that_names_what_was_awaited(collector):
    """Not an error of the harness."""
    with pytest.raises(ContractBreach, match="a span from nobody"):
        collector.wait_for("a span from nobody", lambda: collector.spans, within_s=0.05)
