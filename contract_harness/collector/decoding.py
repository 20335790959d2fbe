"""From the bytes of an OTLP export to plain values. Imports the protocol's messages, which is slow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SpanMessage
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from contract_harness.collector.signals import Attributes, Export, Point, Span

__all__ = ["DecodeError", "export_of"]

_STATUSES = {Status.STATUS_CODE_OK: "ok", Status.STATUS_CODE_ERROR: "error"}


def export_of(signal: str, door: str, at_s: float, raw: bytes) -> Export:
    """What *raw* says.

    Raises:
        DecodeError: it is no such message.
    """
    if signal == "traces":
        return Export(signal, door, at_s, raw, spans=tuple(_spans(ExportTraceServiceRequest.FromString(raw))))
    return Export(signal, door, at_s, raw, points=tuple(_points(ExportMetricsServiceRequest.FromString(raw))))


def _spans(message: Any) -> Iterator[Span]:
    for whole in message.resource_spans:
        resource = _attributes(whole.resource.attributes)
        for scope in whole.scope_spans:
            for span in scope.spans:
                yield Span(
                    name=span.name,
                    kind=SpanMessage.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    state=span.trace_state,
                    status=_STATUSES.get(span.status.code, "unset"),
                    attributes=_attributes(span.attributes),
                    resource=resource,
                    started_s=span.start_time_unix_nano / 1e9,
                    ended_s=span.end_time_unix_nano / 1e9,
                )


def _points(message: Any) -> Iterator[Point]:
    for whole in message.resource_metrics:
        resource = _attributes(whole.resource.attributes)
        for scope in whole.scope_metrics:
            for metric in scope.metrics:
                yield from _points_of(metric, resource)


def _points_of(metric: Any, resource: Attributes) -> Iterator[Point]:
    kind = metric.WhichOneof("data") or ""
    data = getattr(metric, kind) if kind in {"sum", "histogram", "gauge"} else None
    if data is None:
        return
    temporality = getattr(data, "aggregation_temporality", None)
    for point in data.data_points:
        is_histogram = kind == "histogram"
        yield Point(
            name=metric.name,
            unit=metric.unit,
            kind=kind,
            grows=bool(getattr(data, "is_monotonic", False)),
            is_delta=temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA,
            attributes=_attributes(point.attributes),
            value=point.sum if is_histogram else getattr(point, point.WhichOneof("value") or "as_int"),
            count=point.count if is_histogram else 0,
            resource=resource,
        )


def _attributes(pairs: Any) -> Attributes:
    return {pair.key: _value(pair.value) for pair in pairs}


def _value(value: Any) -> object:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return tuple(_value(one) for one in value.array_value.values)
    return None if kind is None else getattr(value, kind)
