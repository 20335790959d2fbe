"""What a collector was sent, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Attributes = Mapping[str, object]
"""Values are str, bool, int, float, or tuples of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """One span.

    Attributes:
        kind: `server`, `client`, `internal`, …
        trace_id, span_id, parent_id: lower-case hexadecimal; *parent_id* is empty at the top of a trace.
        state: its `tracestate`.
        status: `unset`, `ok` or `error`.
        resource: who sent it.
        started_s, ended_s: seconds since the epoch.
    """

    name: str
    kind: str
    trace_id: str
    span_id: str
    parent_id: str
    state: str
    status: str
    attributes: Attributes
    resource: Attributes
    started_s: float = 0.0
    ended_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One data point of one series.

    Attributes:
        kind: `sum`, `histogram` or `gauge`.
        grows: it is a monotonic sum.
        is_delta: it counts since the point before it, not since the start.
        value: of a histogram, the sum of what was recorded.
        count: of a histogram, how often something was recorded; else 0.
    """

    name: str
    unit: str
    kind: str
    grows: bool
    is_delta: bool
    attributes: Attributes
    value: float
    count: int
    resource: Attributes

    @property
    def series(self) -> tuple[object, ...]:
        """What tells it from the points of other series."""
        return self.name, _key(self.attributes), _key(self.resource)


@dataclass(frozen=True, slots=True)
class Export:
    """One request at the collector.

    Attributes:
        signal: `traces` or `metrics`.
        door: `grpc` or `http`, whichever it came through.
        at_s: a `time.monotonic()` reading.
        raw: the protobuf message as it came.
    """

    signal: str
    door: str
    at_s: float
    raw: bytes
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()


def _key(attributes: Attributes) -> tuple[tuple[str, object], ...]:
    return tuple(sorted((name, repr(value)) for name, value in attributes.items()))
