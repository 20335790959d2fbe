"""
What the gateway's parts tell their observations to.

Nothing here waits or imports OpenTelemetry: a finished span and a measurement are handed to the reporter,
which sends them from a thread of its own. Without an endpoint there is no reporter, and only the trace
context of others is passed on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from reference_gateway.domain.tracing import TRACEPARENT, TRACESTATE, TraceContext
from reference_gateway.telemetry import context
from reference_gateway.telemetry.chats import ROUTE, ObservedChat
from reference_gateway.telemetry.context import Here
from reference_gateway.telemetry.requests import SPAN, ObservedRequest
from reference_gateway.telemetry.spans import Attribute, Span

Headers = Sequence[tuple[str, str]]


class Reporting(Protocol):
    """Takes what is to be sent; never raises, never waits."""

    def send(self, span: Span) -> None: ...

    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None: ...

    def close(self) -> None: ...


class Telemetry:
    """One process's telemetry (`ports.telemetry`)."""

    request_kind = ObservedRequest
    chat_kind = ObservedChat

    def __init__(self, reporter: Reporting | None, *, traces: bool) -> None:
        """
        Args:
            reporter: where everything goes; None when no endpoint is configured.
            traces: whether spans are wanted, or metrics only.
        """
        self._reporter = reporter
        self._traces = traces and reporter is not None

    def request(
        self, *, method: str, scheme: str, version: str, request_id: str, headers: Headers
    ) -> ObservedRequest:
        """A request begins in this thread."""
        caller = self.continued(headers)
        if self._traces:
            ours = TraceContext.fresh() if caller is None else caller.child()
            span = Span(SPAN, "server", ours, None if caller is None else caller.span_id)
            place = Here(ours, span if ours.is_sampled else None, request_id)
        else:
            # Who takes no part in a trace hands it on as it came.
            place = Here(caller, None, request_id)
        return self.request_kind(self, place, method=method, scheme=scheme, version=version)

    def chat(
        self, *, requested: str, resolved: str, is_stream: bool, owner_kind: str, route: str = ROUTE
    ) -> ObservedChat:
        """A model call begins in this thread."""
        return self.chat_kind(
            self,
            requested=requested,
            resolved=resolved,
            is_stream=is_stream,
            owner_kind=owner_kind,
            route=route,
        )

    def continued(self, headers: Headers) -> TraceContext | None:
        """The caller's span, when the headers tell of one as they should."""
        parents = [value for name, value in headers if name.lower() == TRACEPARENT]
        if not parents:
            return None
        return TraceContext.read(parents, [value for name, value in headers if name.lower() == TRACESTATE])

    def outgoing(self) -> Mapping[str, str]:
        """The trace headers of a call made now."""
        place = context.here()
        return {} if place is None or place.context is None else place.context.headers()

    def finished(self, span: Span) -> None:
        """*span* is over."""
        if self._reporter is not None:
            self._reporter.send(span)

    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        """Count or time something."""
        if self._reporter is not None:
            self._reporter.measure(name, value, attributes)

    def close(self) -> None:
        """Send what is left, within a bound."""
        if self._reporter is not None:
            self._reporter.close()
