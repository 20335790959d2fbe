"""Wrong about other people's traces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.tracing import TRACEPARENT, TRACESTATE, TraceContext
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.mutants import mutant
from reference_gateway.providers.openai_compat import OpenAiCompat
from reference_gateway.telemetry import context, logs
from reference_gateway.telemetry.chats import ObservedChat
from reference_gateway.telemetry.observer import Telemetry

if TYPE_CHECKING:
    from typing import TextIO

    from reference_gateway.http.proxy.rules import TraceHeaders
    from reference_gateway.telemetry.redaction import Redactor
    from reference_gateway.wiring import Parts

Headers = Sequence[tuple[str, str]]


@mutant(breaks="telemetry.trace-is-continued")
def begins_every_trace_itself(parts: Parts) -> Parts:
    """Begins a trace of its own whatever the caller says."""
    return replace(parts, telemetry=_BeginsEveryTrace)


@mutant(breaks="telemetry.trace-is-continued")
def knows_one_version_only(parts: Parts) -> Parts:
    """Ignores traces of a later version, which may only add to what is known."""
    return replace(parts, telemetry=_KnowsOneVersion)


@mutant(breaks="telemetry.trace-reaches-the-provider")
def keeps_the_trace_from_the_provider(parts: Parts) -> Parts:
    """Tells the provider nothing of the trace."""
    return replace(parts, openai_compat=_TellsNoProvider)


@mutant(breaks="telemetry.trace-reaches-the-provider")
def hands_the_callers_span_to_the_provider(parts: Parts) -> Parts:
    """Tells the provider of the span of the request in place of that of its own call."""
    return replace(parts, telemetry=_NamesTheRequest)


@mutant(breaks="telemetry.trace-reaches-the-admin-ui")
def keeps_the_trace_from_the_admin_ui(parts: Parts) -> Parts:
    """Tells the admin UI nothing of the trace."""
    return replace(parts, proxy_rules=_TellsNoUi)


@mutant(breaks="telemetry.bad-trace-is-ignored")
def believes_any_trace(parts: Parts) -> Parts:
    """Takes the first fields of any header for a trace."""
    return replace(parts, telemetry=_BelievesAnything)


@mutant(breaks="telemetry.bad-trace-is-ignored")
def hands_any_state_on(parts: Parts) -> Parts:
    """Hands on a state that repeats a key."""
    return replace(parts, telemetry=_HandsAnyStateOn)


@mutant(breaks="telemetry.unsampled-traces-are-not-sent")
def samples_everything(parts: Parts) -> Parts:
    """Sends the spans of traces that nobody samples."""
    return replace(parts, telemetry=_SamplesEverything)


@mutant(breaks="telemetry.trace-passes-without-a-collector")
def drops_traces_it_does_not_send(parts: Parts) -> Parts:
    """Hands no trace on unless it has a collector itself."""
    return replace(parts, telemetry=_DropsTraces)


@mutant(breaks="telemetry.log-lines-name-their-trace")
def logs_without_a_trace(parts: Parts) -> Parts:
    """Names the trace in no log line."""
    return replace(parts, configure_logs=_without_traces)


class _BeginsEveryTrace(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:  # noqa: ARG002
        return None


class _KnowsOneVersion(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        known = [pair for pair in headers if pair[0].lower() != TRACEPARENT or pair[1].startswith("00-")]
        return super().continued(known)


class _NamesTheRequestInstead(ObservedChat):
    def asking(self, upstream_model: str) -> Any:
        above = context.here()
        asking = super().asking(upstream_model)

        class Asking:
            def __enter__(self) -> None:
                asking.__enter__()
                place = context.here()
                if place is not None and above is not None:
                    place.context = above.context

            def __exit__(self, *failure: Any) -> bool | None:
                return asking.__exit__(*failure)

        return Asking()


class _NamesTheRequest(Telemetry):
    chat_kind = _NamesTheRequestInstead


class _BelievesAnything(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        said = [value for name, value in headers if name.lower() == TRACEPARENT]
        fields = said[0].lower().split("-") if said else []
        if len(fields) < 4 or not fields[1].strip("0") or not fields[2].strip("0"):
            return None
        return TraceContext(fields[1], fields[2])


class _HandsAnyStateOn(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        caller = super().continued(headers)
        if caller is None:
            return None
        said = ",".join(value for name, value in headers if name.lower() == TRACESTATE)
        return TraceContext(caller.trace_id, caller.span_id, caller.is_sampled, said)


class _SamplesEverything(Telemetry):
    def continued(self, headers: Headers) -> TraceContext | None:
        caller = super().continued(headers)
        return None if caller is None else TraceContext(caller.trace_id, caller.span_id, True, caller.state)


class _DropsTraces(Telemetry):
    def outgoing(self) -> Mapping[str, str]:
        return super().outgoing() if self._traces else {}


class _TracelessPretty(logs.PrettyLines):
    def format(self, record: Any) -> str:
        return _without(super().format(record))


class _TracelessJson(logs.JsonLines):
    def format(self, record: Any) -> str:
        return _without(super().format(record))


def _without(line: str) -> str:
    place = context.here()
    if place is None or place.context is None:
        return line
    return line.replace(place.context.trace_id, "")


def _without_traces(stream: TextIO, *, log_format: str, redactor: Redactor) -> None:
    import logging

    logs.configure(stream, log_format=log_format, redactor=redactor)
    kind = _TracelessJson if log_format == "json" else _TracelessPretty
    logging.getLogger().handlers[0].setFormatter(kind(redactor))


class _TellsNoProvider(OpenAiCompat):
    def __init__(self, *, trace_headers: TraceHeaders, **settings: Any) -> None:
        del trace_headers
        super().__init__(**settings)


class _TellsNoUi(ProxyRules):
    def __init__(self, *made_of: Any) -> None:
        super().__init__(*made_of[:3])
