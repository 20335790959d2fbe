"""Spans: which there are, and what they say.

Source: observed gateway, 11.2 and 11.3; OpenTelemetry semantic conventions, HTTP spans, service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_harness.clients.http import Reply
from contract_harness.collector import Span
from contract_harness.collector.signals import Attributes
from contract_harness.errors import ContractBreach

SERVICE = {"service.name": "oceans-llm-gateway", "service.namespace": "oceans-llm"}
VERSION = "service.version"


def expect_says(span: Span, wanted: Mapping[str, object]) -> None:
    """The span has these attributes with these values."""
    __tracebackhide__ = True
    observed = {name: span.attributes.get(name) for name in wanted}
    if observed != dict(wanted):
        raise ContractBreach(f"the span {span.name} says {dict(wanted)}", f"it says {observed}", shown(span))


def expect_silent_about(span: Span, names: Sequence[str]) -> None:
    """The span has none of these attributes."""
    __tracebackhide__ = True
    found = [name for name in names if name in span.attributes]
    if found:
        raise ContractBreach(f"the span {span.name} does not say {names}", f"it says {found}", shown(span))


def expect_below(child: Span, parent: Span) -> None:
    """The one is the other's child, in one trace."""
    __tracebackhide__ = True
    promised, observed = (parent.trace_id, parent.span_id), (child.trace_id, child.parent_id)
    if promised != observed:
        raise ContractBreach(
            f"{child.name} is below {parent.name}: trace and parent {promised}", f"{observed}", shown(child)
        )


def expect_kind(span: Span, kind: str) -> None:
    """The span is of this kind."""
    __tracebackhide__ = True
    if span.kind != kind:
        raise ContractBreach(f"the span {span.name} is of kind {kind}", f"of kind {span.kind}", shown(span))


def expect_outcome(span: Span, reply: Reply) -> None:
    """The span carries the status of the answer, and is an error exactly when the gateway is to blame."""
    __tracebackhide__ = True
    observed = (span.attributes.get("http.response.status_code"), span.status == "error")
    promised = (reply.status, reply.status >= 500)
    if promised != observed:
        raise ContractBreach(
            f"the span has status {promised[0]}, and {'is' if promised[1] else 'is no'} error",
            f"status {observed[0]}, and {'is' if observed[1] else 'is no'} error",
            shown(span),
        )


def expect_served(resources: Sequence[Attributes]) -> None:
    """Everything was sent by a service of the promised name, in some version.

    Source: observed gateway, 11.2.
    """
    __tracebackhide__ = True
    if not resources:
        raise ContractBreach("spans and metrics arrive", "nothing arrived")
    for resource in resources:
        observed = {name: resource.get(name) for name in SERVICE}
        if observed != SERVICE or not resource.get(VERSION):
            raise ContractBreach(f"the resource says {SERVICE} and a version", f"it says {dict(resource)}")


def shown(span: Span) -> str:
    """The span, for the detail of a breach."""
    return f"{span.kind} span {span.name}, status {span.status}: {dict(span.attributes)}"
