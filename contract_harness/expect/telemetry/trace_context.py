"""Trace context: what the next system is told of a trace, and what the collector and the log are.

Source: W3C Trace Context, 3.2 and 3.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from contract_harness.collector import Collector
from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.expect.spans import shown
from contract_harness.patience import eventually
from contract_harness.scenes.telemetry.reporting import span_of
from contract_harness.scenes.telemetry.trace_headers import NONE, REQUEST_ID
from contract_harness.tables import Pairs
from contract_harness.upstreams.http_server import Received, Upstream

ANY_SPAN = "(any span id)"
_SPAN = "{span id of "
"""How a feature names a span of the gateway's."""


def expect_received(
    upstream: Upstream,
    request_id: str,
    shown: Pairs,
    *,
    sent: Sequence[tuple[str, str]] = (),
    filled: Callable[[], Pairs] | None = None,
) -> None:
    """The call reaches the upstream with each of these headers once, or without those that are `(none)`.

    Args:
        sent: the headers of the call.
        filled: *shown* with the ids of spans, which may have to be waited for; not for a header that is not
            there at all, or that is the caller's own where it should name a span of the gateway's.
    """
    __tracebackhide__ = True
    received = _call(upstream, request_id)
    for name, promised in shown:
        observed = received.headers_named(name)
        is_passed_on = _SPAN in promised and [(name, one) for one in observed] == _named(name, sent)
        if promised != NONE and (not observed or is_passed_on):
            raise ContractBreach(
                f"the upstream receives {name}: {promised}", f"{name}: {', '.join(observed) or NONE}"
            )
    # Where nothing is to be filled in, there may be no gateway that reports spans.
    names_a_span = any("{" in promised for _, promised in shown)
    for name, promised in filled() if filled and names_a_span else shown:
        observed = received.headers_named(name)
        if not _is_kept(promised, observed):
            raise ContractBreach(
                f"the upstream receives {name}: {promised}", f"{name}: {', '.join(observed) or NONE}"
            )


def expect_nothing_of(upstream: Upstream, request_id: str, texts: Sequence[str]) -> None:
    """The call reaches the upstream, and none of these texts is in its head."""
    __tracebackhide__ = True
    head = _call(upstream, request_id).raw_head.decode("latin-1").lower()
    found = [text for text in texts if text in head]
    if found:
        raise ContractBreach("a bad trace header is not propagated", f"the upstream got {plain(found)}", head)


def expect_unsent(collector: Collector, trace_id: str, *, later: str) -> None:
    """No span of the trace came, though that of the *later* request did.

    The gateway outlives its scenarios: no other example may send this trace.
    """
    __tracebackhide__ = True
    span_of(collector, later, what="a later call")
    found = [span for span in collector.spans if span.trace_id == trace_id]
    if found:
        raise ContractBreach("no span of an unsampled trace is exported", "one is", shown(found[0]))


def expect_logged(gateway: Gateway, request_id: str, trace_id: str, *, within_s: float) -> None:
    """Some log line names both the request and the trace."""
    __tracebackhide__ = True
    eventually(
        lambda: any(request_id in line and trace_id in line for line in gateway.log.splitlines()),
        within_s=within_s,
        what=f"a log line that names request {request_id} and trace {trace_id}",
    )


def _named(name: str, headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for one, value in headers if one == name and value != NONE]


def _is_kept(promised: str, observed: Sequence[str]) -> bool:
    if promised == NONE:
        return not observed
    form = re.escape(promised).replace(re.escape(ANY_SPAN), "[0-9a-f]{16}")
    return len(observed) == 1 and re.fullmatch(form, observed[0]) is not None


def _call(upstream: Upstream, request_id: str) -> Received:
    __tracebackhide__ = True
    for received in reversed(upstream.received):
        if received.header(REQUEST_ID) == request_id:
            return received
    raise ContractBreach("the call reaches the upstream", "it does not")
