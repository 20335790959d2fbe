"""
The way to an OTLP collector: the OpenTelemetry SDK and its exporters.

The only module that imports them, because that takes longer than a whole boot; see `reporter`.
"""

from __future__ import annotations

import logging
import math
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags, TraceState

from reference_gateway.telemetry import chats, reporter, requests
from reference_gateway.telemetry.spans import Attribute, Span

logger = logging.getLogger("gateway.telemetry")

SCOPE = "gateway"
EXPORT_S = 5.0
"""One attempt to send; longer than a slow collector, shorter than a dead one is worth."""
RECONNECT_MS = 5_000
"""How long gRPC may wait before it connects once more."""
TELL_S = 60.0
"""Between two log lines about one signal that cannot be sent."""

_KINDS = {"server": SpanKind.SERVER, "client": SpanKind.CLIENT}
_SERVER_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_MODEL_BUCKETS_S = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to send what.

    Attributes:
        protocol: `grpc` or `http/protobuf`.
        traces, metrics: a collector's base URL each; None for a signal that is not wanted.
        interval_s: between two exports of metrics.
    """

    protocol: str
    traces: str | None
    metrics: str | None
    interval_s: float


class OtlpLink:
    """See `reporter.Link`."""

    def __init__(self, destination: Destination) -> None:
        _relay_complaints()
        self._resource = self.resource()
        self._scope = InstrumentationScope(SCOPE)
        self._traces = self.span_exporter(destination) if destination.traces else None
        self._provider = self._metered(destination) if destination.metrics else None
        self._instruments = {} if self._provider is None else _instruments(self._provider)

    def resource(self) -> Resource:
        """Who speaks: the contract's names (observed gateway, 11.2), and which of several replicas."""
        return Resource.create(
            {
                "service.name": "oceans-llm-gateway",
                "service.namespace": "oceans-llm",
                "service.version": _version(),
                "service.instance.id": str(uuid.uuid4()),
            }
        )

    def export(self, spans: Sequence[Span]) -> bool:
        """Send *spans*; whether the collector took them."""
        if self._traces is None:
            return True
        readable = [self.readable(span) for span in spans]
        return self._traces.export(readable) is SpanExportResult.SUCCESS

    def readable(self, span: Span) -> ReadableSpan:
        """*span* as the exporters want it."""
        ours = span.context
        parent = None if span.parent_id is None else _span_context(ours.trace_id, span.parent_id, "", True)
        status = Status(StatusCode.UNSET if span.error is None else StatusCode.ERROR)
        return ReadableSpan(
            name=span.name,
            context=_span_context(ours.trace_id, ours.span_id, ours.state, False),
            parent=parent,
            kind=_KINDS[span.kind],
            attributes=span.attributes,
            status=status,
            start_time=span.started_ns,
            end_time=span.ended_ns,
            resource=self._resource,
            instrumentation_scope=self._scope,
        )

    def record(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        """Add a measurement up."""
        if (instrument := self._instruments.get(name)) is not None:
            instrument(value, attributes)

    def flush(self) -> None:
        """Send the metrics as they are now."""
        if self._provider is not None:
            self._provider.force_flush()

    def span_exporter(self, destination: Destination) -> SpanExporter:
        """The exporter of spans."""
        if destination.protocol == "grpc":
            from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as Grpc

            return Grpc(**_grpc(destination.traces))
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as Http

        return Http(**_http(destination.traces, "traces"))

    def metric_exporter(self, destination: Destination) -> MetricExporter:
        """The exporter of metrics."""
        if destination.protocol == "grpc":
            from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as Grpc

            return Grpc(**_grpc(destination.metrics))
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as Http

        return Http(**_http(destination.metrics, "metrics"))

    def interval_s(self, destination: Destination) -> float:
        """Between two exports of metrics."""
        return destination.interval_s

    def _metered(self, destination: Destination) -> MeterProvider:
        reader = PeriodicExportingMetricReader(
            self.metric_exporter(destination),
            export_interval_millis=self.interval_s(destination) * 1000,
            export_timeout_millis=EXPORT_S * 1000,
        )
        # The end of the process is bounded by the reporter; an exit hook of the library's own would wait.
        return MeterProvider([reader], resource=self._resource, shutdown_on_exit=False)


def _instruments(provider: MeterProvider) -> dict[str, Any]:
    meter = provider.get_meter(SCOPE)
    return {
        requests.DURATION: meter.create_histogram(
            requests.DURATION, "s", "Duration of requests.",
            explicit_bucket_boundaries_advisory=_SERVER_BUCKETS_S,
        ).record,
        chats.REQUESTS: meter.create_counter(chats.REQUESTS, "", "Model calls.").add,
        chats.DURATION: meter.create_histogram(
            chats.DURATION, "s", "Duration of model calls.",
            explicit_bucket_boundaries_advisory=_MODEL_BUCKETS_S,
        ).record,
        chats.TOKENS: meter.create_counter(chats.TOKENS, "", "Tokens, as providers report them.").add,
        reporter.PROCESSED: meter.create_counter(
            reporter.PROCESSED, "{span}", "Spans that were let go unsent."
        ).add,
    }  # fmt: skip


def _grpc(endpoint: str | None) -> dict[str, Any]:
    from grpc import StatusCode as Grpc

    return {
        "endpoint": endpoint,
        "timeout": EXPORT_S,
        # One attempt a call: trying again is the reporter's, which can be closed meanwhile. No answer is ever
        # OK and an error, and an empty list would mean the library's own.
        "retryable_error_codes": (Grpc.OK,),
        # By default gRPC would not look for a collector that is back for up to two minutes.
        "channel_options": (("grpc.max_reconnect_backoff_ms", RECONNECT_MS),),
    }


def _http(endpoint: str | None, signal: str) -> dict[str, Any]:
    base = (endpoint or "").rstrip("/")
    path = f"/v1/{signal}"
    return {"endpoint": base if base.endswith(path) else base + path, "timeout": EXPORT_S}


def _span_context(trace_id: str, span_id: str, state: str, is_remote: bool) -> SpanContext:
    return SpanContext(
        int(trace_id, 16),
        int(span_id, 16),
        is_remote,
        TraceFlags(TraceFlags.SAMPLED),
        TraceState.from_header([state]) if state else None,
    )


def _version() -> str:
    try:
        return version("reference-gateway")
    except PackageNotFoundError:
        return "unknown"


class _Relay(logging.Handler):
    """Says what the library complains about, in our own words and not once a second."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._told_at: dict[str, float] = {}
        self._told_lock = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        with self._told_lock:
            now = time.monotonic()
            if now - self._told_at.get(record.name, -math.inf) < TELL_S:
                return
            self._told_at[record.name] = now
        logger.warning("telemetry cannot be sent: %s", record.getMessage())


def _relay_complaints() -> None:
    library = logging.getLogger("opentelemetry")
    library.propagate = False
    library.handlers[:] = [_Relay()]
