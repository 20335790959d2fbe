"""Wrong about collectors that fail, one step beside the examples."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reference_gateway.domain.faults import Fault
from reference_gateway.domain.tracing import TraceContext
from reference_gateway.mutants import mutant
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.reporter import ExportLimits, Link, Reporter
from reference_gateway.telemetry.requests import SPAN
from reference_gateway.telemetry.spans import Span
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.telemetry.otlp import Destination
    from reference_gateway.wiring import Parts

WAITS_S = 6.0
SILENT_S = 4.0
"""Whoever has not refused by then is silent."""


@mutant(breaks="telemetry.serves-without-a-collector")
def starts_unless_it_is_refused(parts: Parts) -> Parts:
    """Does not start when its collector is there and refuses a first span."""
    return replace(parts, graph=_needing(lambda took_s: took_s < SILENT_S))


@mutant(breaks="telemetry.serves-without-a-collector")
def starts_unless_it_is_kept_waiting(parts: Parts) -> Parts:
    """Does not start when its collector is there and says nothing to a first span."""
    return replace(parts, graph=_needing(lambda took_s: took_s >= SILENT_S))


@mutant(breaks="telemetry.boot-does-not-wait")
def waits_for_a_collector_that_refuses(parts: Parts) -> Parts:
    """Waits at boot for a collector that refuses, and for no other."""
    return replace(parts, graph=_WaitsWhenRefused)


@mutant(breaks="telemetry.boot-does-not-wait")
def waits_for_a_collector_that_takes_connections(parts: Parts) -> Parts:
    """Waits at boot for any collector that takes a connection."""
    return replace(parts, graph=_WaitsWhenConnected)


@mutant(breaks="telemetry.calls-do-not-wait")
def waits_once_in_a_while(parts: Parts) -> Parts:
    """Waits for its collector in every fortieth call."""
    return replace(parts, reporter=_WaitsOnceInAWhile)


@mutant(breaks="telemetry.calls-do-not-wait")
def waits_in_completions(parts: Parts) -> Parts:
    """Waits for its collector in the call of a provider, and in no other."""
    return replace(parts, reporter=_WaitsInCompletions)


@mutant(breaks="telemetry.exit-does-not-wait")
def fails_with_what_it_cannot_send(parts: Parts) -> Parts:
    """Ends at once, and as a failure when something is left unsent."""
    return replace(parts, reporter=_FailsAtExit)


@mutant(breaks="telemetry.exit-does-not-wait")
def waits_at_exit_after_completions(parts: Parts) -> Parts:
    """Waits at its end when there was a completion."""
    return replace(parts, reporter=_WaitsAfterCompletions)


@mutant(breaks="telemetry.outage-is-bridged")
def gives_up_after_an_attempt(parts: Parts) -> Parts:
    """Offers spans for half a second, and drops them."""
    return replace(parts, reporter=_limited(ExportLimits(keep_s=0.5)))


@mutant(breaks="telemetry.outage-is-bridged")
def holds_one_span_through_an_outage(parts: Parts) -> Parts:
    """Keeps the first span that its collector does not take, and none of the later ones."""
    return replace(parts, reporter=_HoldsOne)


@mutant(breaks="telemetry.burst-arrives-whole")
def holds_half_a_burst(parts: Parts) -> Parts:
    """Holds no more than a thousand spans."""
    return replace(parts, reporter=_limited(ExportLimits(spans=1000)))


@mutant(breaks="telemetry.burst-arrives-whole")
def thins_a_burst_out(parts: Parts) -> Parts:
    """Leaves out every hundredth span while many wait."""
    return replace(parts, reporter=_ThinsOut)


@mutant(breaks="telemetry.left-at-the-end-is-sent")
def forgets_the_spans_of_providers_at_the_end(parts: Parts) -> Parts:
    """Sends at its end the spans of requests, and not those of providers."""
    return replace(parts, reporter=_ForgetsProviders)


@mutant(breaks="telemetry.left-at-the-end-is-sent")
def sends_twice_at_the_end(parts: Parts) -> Parts:
    """Sends what is left at its end twice."""
    return replace(parts, reporter=_SendsTwice)


@mutant(breaks="telemetry.replicas-are-told-apart")
def is_called_after_its_host(parts: Parts) -> Parts:
    """Names the instance after the host, which several replicas share."""
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class NamedAfterItsHost(OtlpLink):
        def resource(self) -> Resource:
            told = dict(super().resource().attributes)
            return Resource({**told, "service.instance.id": socket.gethostname()})

    return replace(parts, otlp=NamedAfterItsHost)


@mutant(breaks="telemetry.replicas-are-told-apart")
def sends_metrics_of_no_instance(parts: Parts) -> Parts:
    """Names the instance in spans, and not in metrics."""
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class MetricsOfNoInstance(OtlpLink):
        def _metered(self, destination: Destination) -> MeterProvider:
            whole = self._resource
            told = {name: value for name, value in whole.attributes.items() if name != "service.instance.id"}
            self._resource = Resource(told)
            try:
                return super()._metered(destination)
            finally:
                self._resource = whole

    return replace(parts, otlp=MetricsOfNoInstance)


def _is_connected(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 4317), timeout=1).close()
    except OSError:
        return False
    return True


def _not_taken_after_s(endpoint: str) -> float | None:
    """How long it took until a first span was not taken; None when it was, or nobody is there."""
    from reference_gateway.telemetry.otlp import Destination, OtlpLink

    if not _is_connected(endpoint):
        return None
    began = time.monotonic()
    link = OtlpLink(Destination("grpc", endpoint, None, 3600))
    is_taken = link.export([Span(SPAN, "server", TraceContext.fresh(), None)])
    return None if is_taken else time.monotonic() - began


def _needing(is_needed: Callable[[float], bool]) -> type[Graph]:
    class NeedsAFirstSpan(Graph):
        def app(self) -> Dispatch:
            if endpoint := self.config.server.otel_endpoint:
                took_s = _not_taken_after_s(endpoint)
                if took_s is not None and is_needed(took_s):
                    raise Fault(f"the collector at {endpoint} does not take spans")
            return super().app()

    return NeedsAFirstSpan


class _WaitsWhenRefused(Graph):
    @cached_property
    def telemetry(self) -> Telemetry:
        endpoint = self.config.server.otel_endpoint
        took_s = endpoint and _not_taken_after_s(endpoint)
        if took_s and took_s < SILENT_S:
            time.sleep(WAITS_S)
        return super().telemetry


class _WaitsWhenConnected(Graph):
    @cached_property
    def telemetry(self) -> Telemetry:
        endpoint = self.config.server.otel_endpoint
        if endpoint and _is_connected(endpoint):
            time.sleep(WAITS_S)
        return super().telemetry


class _WaitsOnceInAWhile(Reporter):
    def send(self, span: Span) -> None:
        super().send(span)
        if str(span.attributes.get("http.route")) == "/v1/models":
            self._calls = getattr(self, "_calls", 0) + 1
            if self._calls % 40 == 0:
                time.sleep(WAITS_S)


class _WaitsInCompletions(Reporter):
    def send(self, span: Span) -> None:
        super().send(span)
        if span.name != SPAN:
            time.sleep(WAITS_S)


class _FailsAtExit(Reporter):
    def close(self) -> None:
        super().close()
        if self._spans or self._offering:
            os._exit(1)


class _WaitsAfterCompletions(Reporter):
    def send(self, span: Span) -> None:
        super().send(span)
        if span.name != SPAN:
            self.limits = ExportLimits(flush_s=WAITS_S)


def _limited(own: ExportLimits) -> type[Reporter]:
    class LimitedReporter(Reporter):
        def __init__(self, connect: Callable[[], Link], limits: ExportLimits | None = None) -> None:
            super().__init__(connect, limits or own)

    return LimitedReporter


class _HoldsOne(Reporter):
    def send(self, span: Span) -> None:
        if not self._spans and not self._offering:
            super().send(span)


class _ThinsOut(Reporter):
    def send(self, span: Span) -> None:
        self._seen = getattr(self, "_seen", 0) + 1
        if len(self._spans) < 1000 or self._seen % 100:
            super().send(span)


class _ForgetsProviders(Reporter):
    def close(self) -> None:
        kept = [span for span in self._spans if span.name == SPAN]
        self._spans.clear()
        self._spans.extend(kept)
        super().close()

    def _next_batch(self) -> list[Span]:
        # What came last is looked at again at the end.
        return super()._next_batch() if not self._closing.is_set() else self._of_requests()

    def _of_requests(self) -> list[Span]:
        batch: Sequence[Span] = super()._next_batch()
        self._offering = [span for span in batch if span.name == SPAN]
        return self._offering


class _SendsTwice(Reporter):
    def close(self) -> None:
        self._spans.extend(list(self._spans))
        super().close()
