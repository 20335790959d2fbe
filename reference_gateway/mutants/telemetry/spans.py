"""Wrong about the spans of requests and of provider calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.tracing import TraceContext
from reference_gateway.mutants import mutant
from reference_gateway.telemetry import context
from reference_gateway.telemetry.chats import ObservedChat
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.reporter import Reporter
from reference_gateway.telemetry.requests import ObservedRequest
from reference_gateway.telemetry.spans import Attribute, Span

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Attributes = dict[str, Attribute]


@mutant(breaks="telemetry.every-call-has-a-span")
def overlooks_the_control_plane(parts: Parts) -> Parts:
    """Has no span for calls of the auth and admin APIs."""
    return replace(parts, reporter=_OverlooksTheControlPlane)


@mutant(breaks="telemetry.span-of-a-completion-names-its-way")
def takes_aliases_for_models(parts: Parts) -> Parts:
    """Says that a call was resolved to the name it asked for."""
    return replace(parts, telemetry=_telling(chat=_TakesAliasesForModels))


@mutant(breaks="telemetry.provider-call-is-a-child-span")
def begins_a_trace_at_the_provider(parts: Parts) -> Parts:
    """Begins a trace of its own for the call of a provider."""
    return replace(parts, telemetry=_telling(chat=_BeginsAnew))


@mutant(breaks="telemetry.resource-names-the-service")
def does_not_say_who_it_is(parts: Parts) -> Parts:
    """Leaves its name to the library, which does not know it."""
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class Nameless(OtlpLink):
        def resource(self) -> Resource:
            return Resource.create({})

    return replace(parts, otlp=Nameless)


@mutant(breaks="telemetry.spans-last-as-long-as-calls")
def ends_spans_as_they_begin(parts: Parts) -> Parts:
    """Ends each span in the moment in which it begins."""
    return replace(parts, reporter=_EndsAtOnce)


@mutant(breaks="telemetry.spans-have-kinds")
def is_a_server_to_everybody(parts: Parts) -> Parts:
    """Says of every span that it is a server's."""
    return replace(parts, reporter=_ServesEverybody)


@mutant(breaks="telemetry.spans-tell-the-outcome")
def takes_mistakes_for_errors(parts: Parts) -> Parts:
    """Marks a span as an error when the caller was to blame."""
    return replace(parts, telemetry=_telling(request=_BlamesItself))


@mutant(breaks="telemetry.spans-follow-the-conventions")
def takes_every_model_route_for_one(parts: Parts) -> Parts:
    """Names one route for everything below `/v1`."""
    return replace(parts, telemetry=_telling(request=_OneRoute))


@mutant(breaks="telemetry.unknown-paths-have-no-route")
def has_a_route_for_everything(parts: Parts) -> Parts:
    """Names a route where there is none."""
    return replace(parts, telemetry=_telling(request=_AlwaysRouted))


def _telling(
    *, request: type[ObservedRequest] = ObservedRequest, chat: type[ObservedChat] = ObservedChat
) -> type[Telemetry]:
    """Telemetry that observes in these ways."""
    return type("_Telling", (Telemetry,), {"request_kind": request, "chat_kind": chat})


class _OverlooksTheControlPlane(Reporter):
    def send(self, span: Span) -> None:
        if not str(span.attributes.get("http.route")).startswith("/api/v1/a"):
            super().send(span)


class _TakesAliasesForModels(ObservedChat):
    def described(self) -> Attributes:
        told = super().described()
        return {**told, "resolved_model": told["requested_model"]}


class _BeginsAnew(ObservedChat):
    @contextmanager
    def asking(self, upstream_model: str) -> Iterator[None]:
        place = context.here()
        assert place is not None
        ours, place.context = place.context, TraceContext.fresh()
        try:
            with super().asking(upstream_model):
                yield
        finally:
            place.context = ours


class _EndsAtOnce(Reporter):
    def send(self, span: Span) -> None:
        span.ended_ns = span.started_ns
        super().send(span)


class _ServesEverybody(Reporter):
    def send(self, span: Span) -> None:
        span.kind = "server"
        super().send(span)


class _BlamesItself(ObservedRequest):
    def error(self, failure: BaseException | None) -> str | None:
        status = self.measured()["http.response.status_code"]
        return str(status) if isinstance(status, int) and status >= 400 else super().error(failure)


class _OneRoute(ObservedRequest):
    def routed(self, template: str) -> None:
        super().routed("/v1/chat/completions" if template.startswith("/v1/") else template)


class _AlwaysRouted(ObservedRequest):
    def measured(self) -> Attributes:
        return {"http.route": self.path(), **super().measured()}
