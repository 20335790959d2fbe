"""Wrong about what is counted and timed, and about how often that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.domain.errors import GatewayError
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Caller
from reference_gateway.services.inference import Inference, Plan
from reference_gateway.telemetry import chats, context, requests
from reference_gateway.telemetry.chats import ObservedChat
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.requests import ObservedRequest
from reference_gateway.telemetry.spans import Attribute

if TYPE_CHECKING:
    from reference_gateway.telemetry.otlp import Destination, OtlpLink
    from reference_gateway.wiring import Parts

Attributes = dict[str, Attribute]


@mutant(breaks="telemetry.completions-are-counted")
def counts_completions_twice(parts: Parts) -> Parts:
    """Counts each completion when it begins and when it ends."""
    return replace(parts, telemetry=_CountsTwice)


@mutant(breaks="telemetry.completions-are-timed")
def times_failures_only(parts: Parts) -> Parts:
    """Times only completions that failed."""
    return replace(parts, telemetry=_TimesFailuresOnly)


@mutant(breaks="telemetry.failures-are-counted-by-kind")
def calls_every_failure_an_error(parts: Parts) -> Parts:
    """Counts every failure under one name."""
    return replace(parts, telemetry=_CallsEverythingAnError)


@mutant(breaks="telemetry.turned-away-callers-are-not-counted")
def counts_whoever_asks(parts: Parts) -> Parts:
    """Counts a completion that was refused before its model was settled."""
    return replace(parts, inference=_CountsWhoeverAsks)


@mutant(breaks="telemetry.tokens-are-counted")
def forgets_the_completion_tokens(parts: Parts) -> Parts:
    """Counts the tokens of prompts only."""
    return replace(parts, telemetry=_CountsPromptsOnly)


@mutant(breaks="telemetry.metrics-come-at-the-interval")
def keeps_an_interval_of_its_own(parts: Parts) -> Parts:
    """Sends metrics every thirty seconds, whatever the config says."""
    return replace(parts, otlp=_link_every(30.0))


@mutant(breaks="telemetry.metrics-come-at-the-interval")
def sends_metrics_all_the_time(parts: Parts) -> Parts:
    """Sends metrics ten times a second, whatever the config says."""
    return replace(parts, otlp=_link_every(0.1))


@mutant(breaks="telemetry.requests-are-timed")
def times_no_route(parts: Parts) -> Parts:
    """Times requests without saying which route they took."""
    return replace(parts, telemetry=_TimesNoRoute)


@mutant(breaks="telemetry.series-stay-bounded")
def has_a_series_for_every_method(parts: Parts) -> Parts:
    """Makes a series of any method a caller thinks of."""
    return replace(parts, telemetry=_TakesAnyMethod)


@mutant(breaks="telemetry.series-stay-bounded")
def counts_models_that_nobody_has(parts: Parts) -> Parts:
    """Makes a series of any model a caller thinks of."""
    return replace(parts, inference=_CountsWhoeverAsks)


class _CountsTwice(Telemetry):
    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        super().measure(name, 2 * value if name == chats.REQUESTS else value, attributes)


class _TimesFailuresOnly(Telemetry):
    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        if name != chats.DURATION or attributes["outcome"] != chats.SUCCESS:
            super().measure(name, value, attributes)


class _OneFailure(ObservedChat):
    def outcome(self, error: BaseException | None) -> Attributes:
        return super().outcome(error) | ({} if error is None else {"outcome": "error"})


class _CallsEverythingAnError(Telemetry):
    chat_kind = _OneFailure


class _CountsWhoeverAsks(Inference):
    def plan(self, caller: Caller, wanted: str) -> Plan:
        try:
            return super().plan(caller, wanted)
        except GatewayError:
            kind = caller.key.owner_kind
            with self._telemetry.chat(requested=wanted, resolved=wanted, is_stream=False, owner_kind=kind):
                raise


class _CountsPromptsOnly(Telemetry):
    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        if attributes.get("token_type") != "completion":
            super().measure(name, value, attributes)


class _TimesNoRoute(Telemetry):
    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        if name == requests.DURATION:
            attributes = {key: told for key, told in attributes.items() if key != "http.route"}
        super().measure(name, value, attributes)


class _AnyMethod(ObservedRequest):
    def __init__(self, told_to: Telemetry, place: context.Here, *, method: str, **request: str) -> None:
        super().__init__(told_to, place, method=method, **request)
        self._method = method


class _TakesAnyMethod(Telemetry):
    request_kind = _AnyMethod


def _link_every(seconds: float) -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class SendsEvery(OtlpLink):
        def interval_s(self, destination: Destination) -> float:  # noqa: ARG002
            return seconds

    return SendsEvery
