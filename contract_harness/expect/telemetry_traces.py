"""Trace context: which trace a span is in, and what the next system is told of it.

Source: W3C Trace Context, 3.2 and 3.3.
"""

from __future__ import annotations

import re

from contract_harness.collector import Collector
from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.expect.telemetry_spans import shown
from contract_harness.patience import eventually
from contract_harness.scenes.reporting import PROVIDER_SPAN, REQUEST_SPAN, span_of
from contract_harness.scenes.trace_headers import STATE, Traced
from contract_harness.upstreams.http_server import Received, Upstream
from contract_harness.upstreams.provider import SimulatedProvider

_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_WHAT = "the call"


def expect_continued(collector: Collector, traced: Traced) -> None:
    """The span of the call is in the caller's trace, below the caller's span."""
    __tracebackhide__ = True
    span = span_of(collector, traced.request_id, what=_WHAT)
    promised, observed = (traced.trace.trace_id, traced.trace.span_id), (span.trace_id, span.parent_id)
    if promised != observed:
        raise ContractBreach(f"the span has trace and parent {promised}", f"{observed}", shown(span))


def expect_own_trace(collector: Collector, traced: Traced) -> None:
    """The call was answered as it should be, and its span begins a trace."""
    __tracebackhide__ = True
    if traced.reply.status != 200:
        raise ContractBreach("a bad trace header changes no answer", "it does", traced.reply.shown)
    span = span_of(collector, traced.request_id, what=_WHAT)
    if span.parent_id or span.trace_id == traced.trace.trace_id:
        raise ContractBreach("the span begins a trace of its own", "it does not", shown(span))


def expect_told_of_span(collector: Collector, upstream: Upstream, traced: Traced, *, state: str) -> None:
    """The upstream is told of exactly one span, the one that is recorded of its call, and of this state."""
    __tracebackhide__ = True
    name = PROVIDER_SPAN if isinstance(upstream, SimulatedProvider) else REQUEST_SPAN
    span = span_of(collector, traced.request_id, name, what=_WHAT)
    _expect_told(upstream, traced, (span.trace_id, span.span_id, "01"), state)


def expect_passed_on(upstream: Upstream, traced: Traced, *, state: str) -> None:
    """The upstream is told of the caller's own span."""
    __tracebackhide__ = True
    _expect_told(upstream, traced, (traced.trace.trace_id, traced.trace.span_id, "01"), state)


def expect_unsampled(upstream: Upstream, traced: Traced) -> None:
    """The upstream is told of the caller's trace, and that nobody samples it."""
    __tracebackhide__ = True
    trace_id, _, flags = _told(_received(upstream, traced))
    if (trace_id, flags) != (traced.trace.trace_id, "00"):
        raise ContractBreach(
            f"the upstream is told of {traced.trace.trace_id}, not sampled",
            f"of {trace_id} with flags {flags}",
        )


def expect_unsent(collector: Collector, traced: Traced, later: Traced) -> None:
    """No span of the one call came, though that of a *later* one did."""
    __tracebackhide__ = True
    span_of(collector, later.request_id, what="a later call")
    found = [span for span in collector.spans if span.trace_id == traced.trace.trace_id]
    if found:
        raise ContractBreach("no span of an unsampled trace is sent", "one is", shown(found[0]))


def expect_unreached(upstream: Upstream, traced: Traced) -> None:
    """Nothing the caller said of a trace is among what the upstream got."""
    __tracebackhide__ = True
    head = _received(upstream, traced).raw_head.decode("latin-1").lower()
    said = [traced.trace.trace_id, traced.trace.span_id, STATE]
    found = [text for text in said if text in head]
    if found:
        raise ContractBreach("a bad trace header is not handed on", f"the upstream got {found}", head)


def expect_logged(gateway: Gateway, traced: Traced, *, within_s: float) -> None:
    """Some log line names both the request and the trace."""
    __tracebackhide__ = True
    wanted = (traced.request_id, traced.trace.trace_id)
    eventually(
        lambda: any(all(one in line for one in wanted) for line in gateway.log.splitlines()),
        within_s=within_s,
        what=f"a log line that names request {wanted[0]} and trace {wanted[1]}",
    )


def _expect_told(upstream: Upstream, traced: Traced, promised: tuple[str, str, str], state: str) -> None:
    __tracebackhide__ = True
    received = _received(upstream, traced)
    observed, states = _told(received), received.headers_named("tracestate")
    if observed != promised or states != ([state] if state else []):
        raise ContractBreach(
            f"the upstream is told of trace, span and flags {promised}, and of state {state or 'none'}",
            f"of {observed}, and of state {states or 'none'}",
        )


def _told(received: Received) -> tuple[str, ...]:
    __tracebackhide__ = True
    parents = received.headers_named("traceparent")
    found = _PARENT.fullmatch(parents[0]) if len(parents) == 1 else None
    if found is None:
        raise ContractBreach("the upstream is told of exactly one span", f"traceparent: {parents or 'none'}")
    return found.groups()


def _received(upstream: Upstream, traced: Traced) -> Received:
    __tracebackhide__ = True
    for received in reversed(upstream.received):
        if received.header("x-request-id") == traced.request_id:
            return received
    raise ContractBreach("the call reaches the upstream", "it does not", traced.reply.shown)
