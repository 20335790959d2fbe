"""Which span this thread is in: what log lines and outgoing calls refer to."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar, Token

from reference_gateway.domain.tracing import TraceContext
from reference_gateway.telemetry.spans import Span


class Here:
    """Where a thread is.

    Attributes:
        context: the span as other systems see it; None outside a trace.
        span: what is recorded of it; None when nothing is.
    """

    __slots__ = ("context", "request_id", "span")

    def __init__(self, context: TraceContext | None, span: Span | None, request_id: str) -> None:
        self.context = context
        self.span = span
        self.request_id = request_id


_here: ContextVar[Here | None] = ContextVar("gateway_trace", default=None)


def here() -> Here | None:
    """Where this thread is now."""
    return _here.get()


def enter(place: Here) -> Token[Here | None]:
    """Be at *place* from now on."""
    return _here.set(place)


def leave(token: Token[Here | None]) -> None:
    """Be again where `enter` found this thread."""
    _here.reset(token)


def log_notes() -> Mapping[str, str]:
    """The trace a log line written now belongs to."""
    place = _here.get()
    if place is None or place.context is None:
        return {}
    return {"trace_id": place.context.trace_id, "span_id": place.context.span_id}
