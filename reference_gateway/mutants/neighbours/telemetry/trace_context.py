"""Wrong about other people's traces, one step beside the examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from reference_gateway.domain.tracing import TRACEPARENT, TRACESTATE, TraceContext
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.mutants import mutant
from reference_gateway.mutants.telemetry.trace_context import _without
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.telemetry import context, logs
from reference_gateway.telemetry.observer import Telemetry

if TYPE_CHECKING:
    from typing import TextIO

    from reference_gateway.wiring import Parts

Headers = Sequence[tuple[str, str]]
Told = Mapping[str, str]


@mutant(breaks="telemetry.trace-is-continued")
def knows_few_later_versions(parts: Parts) -> Parts:
    """Continues traces of versions 00 and 01 only."""
    return _reading(parts, lambda headers: [one for one in headers if _version(one) in ("", "00", "01")])


@mutant(breaks="telemetry.trace-is-continued")
def knows_one_flag(parts: Parts) -> Parts:
    """Ignores a trace with flags that it does not know."""
    return _reading(parts, lambda headers: [one for one in headers if not _has_flags(one, "ff")])


@mutant(breaks="telemetry.trace-reaches-the-provider")
def keeps_the_state_from_the_provider(parts: Parts) -> Parts:
    """Tells the provider the trace without its state."""
    return replace(parts, openai_compat=_StatelessProvider)


@mutant(breaks="telemetry.trace-reaches-the-provider")
def begins_no_trace_for_the_provider(parts: Parts) -> Parts:
    """Tells the provider of a trace only where a caller brought one."""
    return replace(parts, telemetry=_BroughtOnly)


@mutant(breaks="telemetry.trace-reaches-the-admin-ui")
def keeps_the_state_from_the_admin_ui(parts: Parts) -> Parts:
    """Tells the admin UI the trace without its state."""
    return replace(parts, proxy_rules=_StatelessUi)


@mutant(breaks="telemetry.trace-reaches-the-admin-ui")
def hands_the_callers_span_to_the_admin_ui(parts: Parts) -> Parts:
    """Tells the admin UI of the visitor's span in place of its own."""
    return replace(parts, proxy_rules=_ParentsUi)


@mutant(breaks="telemetry.bad-trace-is-ignored")
def takes_short_traces(parts: Parts) -> Parts:
    """Fills up the id of a trace that is a digit too short."""
    return _reading(parts, lambda headers: [_lengthened(one) for one in headers])


@mutant(breaks="telemetry.bad-trace-is-ignored")
def takes_letters_for_hexadecimal(parts: Parts) -> Parts:
    """Takes a letter of a trace that is no digit for a nought."""
    return _reading(parts, lambda headers: [_changed(one, "g-", "0-") for one in headers])


@mutant(breaks="telemetry.bad-trace-is-ignored")
def reads_past_what_a_later_version_adds(parts: Parts) -> Parts:
    """Reads past what stands behind the flags of a later version, without the dash before it."""
    return _reading(parts, lambda headers: [_changed(one, "01and", "01-and") for one in headers])


@mutant(breaks="telemetry.unsampled-traces-are-not-sent")
def hands_an_unsampled_trace_on_as_sampled(parts: Parts) -> Parts:
    """Sends no span of an unsampled trace, and hands it on as a sampled one."""
    return replace(parts, openai_compat=_sampling(lambda told: told.removesuffix("00") + "01"))


@mutant(breaks="telemetry.unsampled-traces-are-not-sent")
def drops_traces_that_are_not_sampled(parts: Parts) -> Parts:
    """Sends no span of an unsampled trace, and does not hand it on."""
    return replace(parts, openai_compat=_sampling(lambda told: "" if told.endswith("00") else told))


@mutant(breaks="telemetry.trace-passes-without-a-collector")
def drops_the_state_without_a_collector(parts: Parts) -> Parts:
    """Hands a trace on without its state, unless it has a collector itself."""
    return replace(parts, telemetry=_DropsStates)


@mutant(breaks="telemetry.trace-passes-without-a-collector")
def invents_a_span_without_a_collector(parts: Parts) -> Parts:
    """Hands a trace on with a span that it sends to nobody."""
    return replace(parts, telemetry=_InventsSpans)


@mutant(breaks="telemetry.log-lines-name-their-trace")
def tells_people_of_no_trace(parts: Parts) -> Parts:
    """Names the trace in lines of JSON, not in those for people."""
    return replace(parts, configure_logs=_traceless_for_people)


@mutant(breaks="telemetry.log-lines-name-their-trace")
def tells_programs_of_no_trace(parts: Parts) -> Parts:
    """Names the trace in lines for people, not in those of JSON."""
    return replace(parts, configure_logs=_traceless_json)


def _reading(parts: Parts, read: Callable[[Headers], Headers]) -> Parts:
    """The parts with telemetry that reads these trace headers in place of those that came."""

    class Reading(Telemetry):
        def continued(self, headers: Headers) -> TraceContext | None:
            return super().continued(read(headers))

    return replace(parts, telemetry=Reading)


def _version(header: tuple[str, str]) -> str:
    return header[1][:2] if header[0].lower() == TRACEPARENT else ""


def _has_flags(header: tuple[str, str], flags: str) -> bool:
    return header[0].lower() == TRACEPARENT and header[1].endswith(f"-{flags}")


def _changed(header: tuple[str, str], old: str, new: str) -> tuple[str, str]:
    return (header[0], header[1].replace(old, new)) if header[0].lower() == TRACEPARENT else header


def _lengthened(header: tuple[str, str]) -> tuple[str, str]:
    fields = header[1].split("-")
    if header[0].lower() != TRACEPARENT or len(fields) < 2:
        return header
    return header[0], "-".join([fields[0], fields[1].ljust(32, "6"), *fields[2:]])


def _telling(change: Callable[[Told], Told]) -> type[OpenAiCompat]:
    class Tells(OpenAiCompat):
        def __init__(self, *, trace_headers: Callable[[], Told], **settings: Any) -> None:
            super().__init__(trace_headers=lambda: change(trace_headers()), **settings)

    return Tells


def _stateless(told: Told) -> Told:
    return {name: value for name, value in told.items() if name != TRACESTATE}


_StatelessProvider = _telling(_stateless)


def _sampling(change: Callable[[str], str]) -> type[OpenAiCompat]:
    def changed(told: Told) -> Told:
        parent = change(told.get(TRACEPARENT, ""))
        return {**told, TRACEPARENT: parent} if parent else {}

    return _telling(changed)


@mutant(breaks="telemetry.unsampled-traces-are-not-sent")
def takes_any_flag_for_sampled(parts: Parts) -> Parts:
    """Takes every trace for sampled whose flags are not 00."""
    return replace(parts, telemetry=_AnyFlagSamples)


@mutant(breaks="telemetry.trace-reaches-the-admin-ui")
def traces_no_form(parts: Parts) -> Parts:
    """Tells the admin UI of the trace of a GET only."""
    return replace(parts, proxy_rules=_TracesGets)


@mutant(breaks="telemetry.trace-reaches-the-provider")
def hands_on_the_first_state_header(parts: Parts) -> Parts:
    """Hands on the first of two tracestate headers only."""
    return replace(parts, telemetry=_FirstState)


class _BroughtOnly(Telemetry):
    def outgoing(self) -> Told:
        place = context.here()
        if place is None or place.span is None or place.span.name == "http_request":
            return super().outgoing()
        return super().outgoing() if self._is_brought(place) else {}

    def request(self, *, headers: Headers, **request: str) -> Any:
        observed = super().request(headers=headers, **request)
        self._brought: set[str] = getattr(self, "_brought", set())
        place = context.here()
        if place is not None and place.context is not None and self.continued(headers) is not None:
            self._brought.add(place.context.trace_id)
        return observed

    def _is_brought(self, place: context.Here) -> bool:
        return place.context is not None and place.context.trace_id in self._brought


class _StatelessUi(ProxyRules):
    def __init__(self, *made_of: Any) -> None:
        super().__init__(made_of[0], made_of[1], made_of[2], lambda: _stateless(made_of[3]()))


class _ParentsUi(ProxyRules):
    def __init__(self, *made_of: Any) -> None:
        super().__init__(made_of[0], made_of[1], made_of[2], lambda: _of_the_parent(made_of[3]()))


def _of_the_parent(told: Told) -> Told:
    place = context.here()
    if place is None or place.span is None or place.span.parent_id is None or place.context is None:
        return told
    return structs.replace(place.context, span_id=place.span.parent_id).headers()


class _DropsStates(Telemetry):
    def outgoing(self) -> Told:
        return super().outgoing() if self._traces else _stateless(super().outgoing())


class _InventsSpans(Telemetry):
    def outgoing(self) -> Told:
        place = context.here()
        if self._traces or place is None or place.context is None:
            return super().outgoing()
        return place.context.child().headers()


class _TracelessForPeople(logs.PrettyLines):
    def format(self, record: Any) -> str:
        return _without(super().format(record))


class _TracelessForPrograms(logs.JsonLines):
    def format(self, record: Any) -> str:
        return _without(super().format(record))


def _traceless_for_people(stream: TextIO, **settings: Any) -> None:
    _format_with(_TracelessForPeople, "pretty", stream, **settings)


def _traceless_json(stream: TextIO, **settings: Any) -> None:
    _format_with(_TracelessForPrograms, "json", stream, **settings)


def _format_with(kind: Any, only: str, stream: TextIO, **settings: Any) -> None:
    import logging

    logs.configure(stream, **settings)
    if (settings["log_format"] == "json") == (only == "json"):
        logging.getLogger().handlers[0].setFormatter(kind(settings["redactor"]))


class _AnyFlagSamples(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        found, sent = (
            super().continued(headers),
            [one for name, one in headers if name.lower() == TRACEPARENT],
        )
        return found and structs.replace(found, is_sampled=sent[0].split("-")[3] != "00")


class _TracesGets(ProxyRules):
    def request_headers(self, inbound: Inbound) -> list[tuple[str, str]]:
        told = super().request_headers(inbound)
        return told if inbound.method == "GET" else [one for one in told if one[0] != TRACEPARENT]


class _FirstState(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        states = [one for one in headers if one[0].lower() == TRACESTATE]
        return super().continued([one for one in headers if one not in states[1:]])
