"""Wrong about what is counted and timed, one step beside the examples."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.mutants import mutant
from reference_gateway.telemetry import chats, context, requests
from reference_gateway.telemetry.chats import ObservedChat
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.requests import ObservedRequest
from reference_gateway.telemetry.spans import Attribute

if TYPE_CHECKING:
    from reference_gateway.telemetry.otlp import Destination, OtlpLink
    from reference_gateway.wiring import Parts

Told = Mapping[str, Attribute]
Measured = tuple[float, Told] | None
"""What is measured in place of a value with its attributes; None for nothing."""


@mutant(breaks="telemetry.completions-are-counted")
def counts_under_the_name_that_was_asked(parts: Parts) -> Parts:
    """Counts a completion by an alias as if the alias were a model."""
    return _measuring(parts, lambda name, value, told: (value, _as_asked(name, told)))


@mutant(breaks="telemetry.completions-are-counted")
def counts_under_no_method(parts: Parts) -> Parts:
    """Counts completions without the method of their request."""
    return _measuring(parts, lambda _, value, told: (value, _without(told, "http.method")))


@mutant(breaks="telemetry.completions-are-timed")
def times_completions_in_milliseconds(parts: Parts) -> Parts:
    """Records milliseconds of completions and calls them seconds."""
    return _measuring(parts, lambda name, value, told: (_thousandfold(name, value, chats.DURATION), told))


@mutant(breaks="telemetry.completions-are-timed")
def times_itself_only(parts: Parts) -> Parts:
    """Leaves out of the time of a completion what its provider took."""
    return _measuring(
        parts, lambda name, value, told: (min(value, 0.01) if name == chats.DURATION else value, told)
    )


@mutant(breaks="telemetry.completions-are-timed")
def times_successes_only(parts: Parts) -> Parts:
    """Times no completion that its provider failed."""
    return _measuring(
        parts,
        lambda name, value, told: (
            None if name == chats.DURATION and told["outcome"] != chats.SUCCESS else (value, told)
        ),
    )


@mutant(breaks="telemetry.failures-are-counted-by-kind")
def blames_the_caller_for_the_provider(parts: Parts) -> Parts:
    """Counts what a provider failed as a mistake of the caller."""
    return _measuring(
        parts,
        lambda _, value, told: (
            value,
            _with(told, "outcome", {"upstream_error": "invalid_request_error"}),
        ),
    )


@mutant(breaks="telemetry.failures-are-counted-by-kind")
def names_a_provider_that_was_not_asked(parts: Parts) -> Parts:
    """Names a provider where no route could take the call."""
    return _measuring(
        parts,
        lambda _, value, told: (value, _with(told, "provider", {chats.NO_PROVIDER: "openai-e2e"})),
    )


@mutant(breaks="telemetry.turned-away-callers-are-not-counted")
def counts_whoever_is_not_granted_under_one_name(parts: Parts) -> Parts:
    """Counts what was refused before its model was settled, as of an unknown model."""
    return replace(parts, telemetry=_CountsRefusals)


@mutant(breaks="telemetry.turned-away-callers-are-not-counted")
def times_whoever_is_not_granted(parts: Parts) -> Parts:
    """Times a completion of a model that was not granted, and does not count it."""
    return replace(parts, telemetry=_TimesRefusals)


@mutant(breaks="telemetry.tokens-are-counted")
def counts_thousands_of_tokens(parts: Parts) -> Parts:
    """Rounds the tokens it counts to thousands."""
    return _measuring(
        parts, lambda name, value, told: (round(value, -3) if name == chats.TOKENS else value, told)
    )


@mutant(breaks="telemetry.tokens-are-counted")
def leaves_completions_out_of_the_total(parts: Parts) -> Parts:
    """Counts the tokens of the prompt as the total."""
    return replace(parts, telemetry=_PromptsAreAll)


@mutant(breaks="telemetry.metrics-come-at-the-interval")
def sends_metrics_every_second(parts: Parts) -> Parts:
    """Sends metrics every second, whatever the config says."""
    return replace(parts, otlp=_link_every(lambda _: 1.0))


@mutant(breaks="telemetry.metrics-come-at-the-interval")
def sends_metrics_at_half_the_pace(parts: Parts) -> Parts:
    """Sends metrics every other interval."""
    return replace(parts, otlp=_link_every(lambda interval_s: 2 * interval_s))


@mutant(breaks="telemetry.requests-are-timed")
def times_requests_in_milliseconds(parts: Parts) -> Parts:
    """Records milliseconds of requests and calls them seconds."""
    return _measuring(parts, lambda name, value, told: (_thousandfold(name, value, requests.DURATION), told))


@mutant(breaks="telemetry.requests-are-timed")
def times_what_it_granted(parts: Parts) -> Parts:
    """Times no request that it refused."""
    return _measuring(
        parts,
        lambda name, value, told: (
            None if name == requests.DURATION and _status(told) == 401 else (value, told)
        ),
    )


@mutant(breaks="telemetry.requests-are-timed")
def calls_its_failures_unavailable(parts: Parts) -> Parts:
    """Times a request that failed under another status than it answered with."""
    return _measuring(
        parts,
        lambda name, value, told: (
            value,
            {**told, "http.response.status_code": 503} if _is_failed(name, told) else told,
        ),
    )


@mutant(breaks="telemetry.series-stay-bounded")
def has_a_series_for_each_user_agent(parts: Parts) -> Parts:
    """Makes a series of a digest of whatever names the caller's program."""
    return replace(parts, telemetry=_CountsPrograms)


@mutant(breaks="telemetry.series-stay-bounded")
def has_a_series_for_each_request(parts: Parts) -> Parts:
    """Names the request in what it counts of unmatched routes."""
    return replace(parts, telemetry=_NamesUnmatched)


def _measuring(parts: Parts, change: Callable[[str, float, Told], Measured]) -> Parts:
    """The parts with telemetry that measures what *change* makes of a measurement."""

    class Measuring(Telemetry):
        def measure(self, name: str, value: float, attributes: Told) -> None:
            if (changed := change(name, value, attributes)) is not None:
                super().measure(name, *changed)

    return replace(parts, telemetry=Measuring)


def _as_asked(name: str, told: Told) -> Told:
    return {**told, "resolved_model": told["requested_model"]} if name == chats.REQUESTS else told


def _without(told: Told, name: str) -> Told:
    return {key: value for key, value in told.items() if key != name}


def _with(told: Told, name: str, others: Mapping[Attribute, Attribute]) -> Told:
    return {**told, name: others.get(told[name], told[name])} if name in told else told


def _thousandfold(name: str, value: float, wanted: str) -> float:
    return 1000 * value if name == wanted else value


def _status(told: Told) -> Attribute | None:
    return told.get("http.response.status_code")


def _is_failed(name: str, told: Told) -> bool:
    return name == requests.DURATION and _status(told) in (500, 502)


class _CountsRefused(ObservedRequest):
    def ended(self, failure: BaseException | None = None) -> None:
        if self._route == chats.ROUTE and self._status in (403, 404):
            told = {
                "requested_model": "unknown",
                "resolved_model": "unknown",
                "provider": chats.NO_PROVIDER,
                "outcome": "not_found_error",
            }
            self._told_to.measure(chats.REQUESTS, 1, told)
        super().ended(failure)


class _CountsRefusals(Telemetry):
    request_kind = _CountsRefused


class _TimesRefused(ObservedRequest):
    def ended(self, failure: BaseException | None = None) -> None:
        if self._route == chats.ROUTE and self._status == 403:
            self._told_to.measure(chats.DURATION, 0.001, {"requested_model": "reasoning"})
        super().ended(failure)


class _TimesRefusals(Telemetry):
    request_kind = _TimesRefused


class _PromptIsAll(ObservedChat):
    def used(self, usage: object) -> None:
        told = {**usage, "total_tokens": usage.get("prompt_tokens")} if isinstance(usage, dict) else usage
        super().used(told)


class _PromptsAreAll(Telemetry):
    chat_kind = _PromptIsAll


def _link_every(changed: Callable[[float], float]) -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class SendsEveryOther(OtlpLink):
        def interval_s(self, destination: Destination) -> float:
            return changed(destination.interval_s)

    return SendsEveryOther


class _CountsPrograms(Telemetry):
    def request(self, *, headers: Sequence[tuple[str, str]], **request: str) -> ObservedRequest:
        observed = super().request(headers=headers, **request)
        program = next((value for name, value in headers if name.lower() == "user-agent"), "")
        known = observed.measured
        digest = hashlib.sha256(program.encode()).hexdigest()[:8]
        observed.measured = lambda: {**known(), "client": digest}  # type: ignore[method-assign]
        return observed


class _NamedWhenUnmatched(ObservedRequest):
    def measured(self) -> dict[str, Attribute]:
        place = context.here() or self._place
        return {**super().measured(), **({} if self._route else {"call": place.request_id})}


class _NamesUnmatched(Telemetry):
    request_kind = _NamedWhenUnmatched
