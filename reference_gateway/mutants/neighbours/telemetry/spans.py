"""Wrong about the spans of requests and of provider calls, one step beside the examples."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.tracing import TraceContext
from reference_gateway.mutants import mutant
from reference_gateway.telemetry import context
from reference_gateway.telemetry.chats import PROVIDER_SPAN, ObservedChat
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.reporter import Reporter
from reference_gateway.telemetry.requests import SPAN, UNMATCHED, ObservedRequest
from reference_gateway.telemetry.spans import Attribute, Span

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import Destination
    from reference_gateway.wiring import Parts


@mutant(breaks="telemetry.every-call-has-a-span")
def overlooks_whoever_it_refuses(parts: Parts) -> Parts:
    """Has no span for calls whose caller it does not know."""
    return _sending(parts, lambda span: None if _status(span) == 401 else span)


@mutant(breaks="telemetry.every-call-has-a-span")
def overlooks_what_fails(parts: Parts) -> Parts:
    """Has no span for calls that failed."""
    return _sending(parts, lambda span: None if span.name == SPAN and span.error else span)


@mutant(breaks="telemetry.span-of-a-completion-names-its-way")
def forgets_the_way_of_failures(parts: Parts) -> Parts:
    """Names no provider in the span of a completion that failed."""
    return _sending(parts, _without_a_way)


@mutant(breaks="telemetry.span-of-a-completion-names-its-way")
def takes_teams_for_users(parts: Parts) -> Parts:
    """Says of every key that a user owns it."""
    return replace(parts, telemetry=_telling(chat=_OwnedByUsers))


@mutant(breaks="telemetry.provider-call-is-a-child-span")
def overlooks_providers_that_fail(parts: Parts) -> Parts:
    """Has no span for the call of a provider that failed."""
    return _sending(parts, lambda span: None if span.name == PROVIDER_SPAN and span.error else span)


@mutant(breaks="telemetry.provider-call-is-a-child-span")
def is_a_sibling_of_its_request(parts: Parts) -> Parts:
    """Puts the call of the provider beside the request, not below it."""
    return replace(parts, telemetry=_telling(chat=_Sibling))


@mutant(breaks="telemetry.resource-names-the-service")
def has_no_version(parts: Parts) -> Parts:
    """Names its service with an empty version."""
    return replace(parts, otlp=_resourced(lambda told: {**told, "service.version": ""}))


@mutant(breaks="telemetry.resource-names-the-service")
def sends_metrics_as_nobody(parts: Parts) -> Parts:
    """Names its service in spans, and in metrics its name alone."""
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class Half(OtlpLink):
        def _metered(self, destination: Destination) -> MeterProvider:
            whole, self._resource = self._resource, Resource({"service.name": "oceans-llm-gateway"})
            try:
                return super()._metered(destination)
            finally:
                self._resource = whole

    return replace(parts, otlp=Half)


@mutant(breaks="telemetry.spans-last-as-long-as-calls")
def ends_spans_when_it_sends_them(parts: Parts) -> Parts:
    """Ends a span when it is sent, not when its call does."""
    from opentelemetry.sdk.trace import ReadableSpan

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class EndsLate(OtlpLink):
        def readable(self, span: Span) -> ReadableSpan:
            span.ended_ns = time.time_ns()
            return super().readable(span)

    return replace(parts, otlp=EndsLate)


@mutant(breaks="telemetry.spans-last-as-long-as-calls")
def begins_spans_at_the_end(parts: Parts) -> Parts:
    """Begins the span of a request when that is over."""
    return _sending(parts, _begun_at_the_end)


@mutant(breaks="telemetry.spans-have-kinds")
def is_a_client_of_its_probes(parts: Parts) -> Parts:
    """Says of the span of a health check that it is a client's."""
    return _sending(
        parts, lambda span: _kind(span, "client") if span.attributes.get("http.route") == "/healthz" else span
    )


@mutant(breaks="telemetry.spans-have-kinds")
def is_a_server_to_providers_that_fail(parts: Parts) -> Parts:
    """Says of the call of a provider that failed that it is a server's."""
    return _sending(parts, lambda span: _kind(span, "server") if span.error else span)


@mutant(breaks="telemetry.spans-tell-the-outcome")
def blames_itself_for_unknown_methods(parts: Parts) -> Parts:
    """Marks a span as an error when its method was not allowed."""
    return _sending(parts, lambda span: _failed(span) if _status(span) == 405 else span)


@mutant(breaks="telemetry.spans-tell-the-outcome")
def calls_refusals_answers(parts: Parts) -> Parts:
    """Says of a sign-in that failed that it was answered with 200."""
    return _sending(parts, _with_a_good_sign_in)


@mutant(breaks="telemetry.spans-follow-the-conventions")
def names_no_route_for_probes(parts: Parts) -> Parts:
    """Names no route in the span of a health check."""
    return _sending(parts, lambda span: _unrouted(span, "/healthz"))


@mutant(breaks="telemetry.spans-follow-the-conventions")
def knows_two_methods(parts: Parts) -> Parts:
    """Takes every method but GET and POST for an unknown one."""
    return _sending(parts, _of_two_methods)


@mutant(breaks="telemetry.unknown-paths-have-no-route")
def calls_unmatched_paths_by_one_route(parts: Parts) -> Parts:
    """Names `/*` as the route of what matches none."""
    return replace(parts, telemetry=_telling(request=_RoutedAnyway))


@mutant(breaks="telemetry.unknown-paths-have-no-route")
def names_no_route_for_lists(parts: Parts) -> Parts:
    """Names no route in the span of a list of models."""
    return _sending(parts, lambda span: _unrouted(span, "/v1/models"))


def _sending(parts: Parts, change: Callable[[Span], Span | None]) -> Parts:
    """The parts with a reporter that sends what *change* makes of a span; None for nothing."""

    class Sending(Reporter):
        def send(self, span: Span) -> None:
            if (changed := change(span)) is not None:
                super().send(changed)

    return replace(parts, reporter=Sending)


def _telling(
    *, request: type[ObservedRequest] = ObservedRequest, chat: type[ObservedChat] = ObservedChat
) -> type[Telemetry]:
    return type("_Telling", (Telemetry,), {"request_kind": request, "chat_kind": chat})


def _resourced(changed: Callable[[dict[str, object]], dict[str, object]]) -> type:
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class Renamed(OtlpLink):
        def resource(self) -> Resource:
            return Resource(changed(dict(super().resource().attributes)))  # type: ignore[arg-type]

    return Renamed


def _status(span: Span) -> Attribute | None:
    return span.attributes.get("http.response.status_code")


def _without_a_way(span: Span) -> Span:
    if span.name == SPAN and span.error:
        span.attributes.pop("provider", None)
    return span


def _begun_at_the_end(span: Span) -> Span:
    if span.name == SPAN:
        span.started_ns = span.ended_ns
    return span


def _kind(span: Span, kind: str) -> Span:
    span.kind = "client" if kind == "client" else "server"
    return span


def _failed(span: Span) -> Span:
    span.error = "405"
    return span


def _with_a_good_sign_in(span: Span) -> Span:
    if str(span.attributes.get("http.route")).endswith("/login/password"):
        span.attributes["http.response.status_code"] = 200
    return span


def _unrouted(span: Span, route: str) -> Span:
    if span.attributes.get("http.route") == route:
        del span.attributes["http.route"]
    return span


def _of_two_methods(span: Span) -> Span:
    if span.attributes.get("http.request.method") not in ("GET", "POST", None):
        span.attributes["http.request.method"] = "_OTHER"
    return span


class _OwnedByUsers(ObservedChat):
    def described(self) -> dict[str, Attribute]:
        return {**super().described(), "ownership_kind": "user"}


class _RoutedAnyway(ObservedRequest):
    def attributes(self) -> dict[str, Attribute]:
        return {"http.route": UNMATCHED, **super().attributes()}


class _Sibling(ObservedChat):
    @contextmanager
    def asking(self, upstream_model: str) -> Iterator[None]:
        place = context.here()
        assert place is not None
        ours = place.context
        if ours is None:
            with super().asking(upstream_model):
                yield
            return
        above = place.span.parent_id if place.span is not None else None
        place.context = TraceContext(ours.trace_id, above or "c" * 16, ours.is_sampled, ours.state)
        try:
            with super().asking(upstream_model):
                yield
        finally:
            place.context = ours
