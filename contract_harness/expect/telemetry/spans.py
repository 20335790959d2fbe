"""Spans: what they say, and who sent them.

Source: observed gateway, 11.2 and 11.3; OpenTelemetry semantic conventions, HTTP spans, service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from contract_harness.collector import Span
from contract_harness.collector.signals import Attributes
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain, typed
from contract_harness.expect.spans import NONE, shown
from contract_harness.scenes.telemetry.reported_calls import THE_LAST
from contract_harness.scenes.telemetry.reporting import REQUEST_SPAN, Reporting, span_of

PROVIDER_SPAN = "provider_execution"
_ON_TIME_S = 0.1
_CLOCKS_AGREE = 0.98
ANY = "(any)"
"""How a feature says that an attribute is there, whatever its value."""


def expect_says(span: Span, wanted: Mapping[str, object]) -> None:
    """The span has these attributes with these values, and none of those that are `(none)`."""
    __tracebackhide__ = True
    wrong = {name: value for name, value in wanted.items() if not _says(span, name, value)}
    if wrong:
        observed = {name: span.attributes.get(name) for name in wrong}
        raise ContractBreach(
            f"the span {span.name} says {typed(wrong)}", f"it says {typed(observed, NONE)}", shown(span)
        )


def expect_sender(resources: Sequence[Attributes], wanted: Mapping[str, str]) -> None:
    """Everything was sent by a resource with these attributes; `(any)` stands for some value."""
    __tracebackhide__ = True
    if not resources:
        raise ContractBreach("spans and metrics arrive", "nothing arrived")
    for resource in resources:
        for name, promised in wanted.items():
            observed = resource.get(name)
            if not observed or promised not in (ANY, observed):
                raise ContractBreach(f"the resource says {name}: {promised}", f"it says {plain(resource)}")


def expect_timely(reporting: Reporting) -> None:
    """Spans begin when their calls do and end when these are answered, by the clock of the harness.

    One may be late on a busy machine, the one in the middle is not. What the provider held its answer for is
    within the span of its call, and that within the span of the request.
    """
    __tracebackhide__ = True
    made = {name: one for name, one in reporting.calls.items() if not name.startswith("an unknown")}
    found = [
        (span_of(reporting.collector, one.request_id, what=name, since_s=one.at_s), one)
        for name, one in made.items()
    ]
    _expect_on_time("begin", [span.started_s - one.began_s for span, one in found])
    _expect_on_time("end", [span.ended_s - one.ended_s for span, one in found])
    slow = reporting.calls[THE_LAST]
    for name in (REQUEST_SPAN, PROVIDER_SPAN):
        span = span_of(reporting.collector, slow.request_id, name, what=THE_LAST, since_s=slow.at_s)
        lasted_s = span.ended_s - span.started_s
        if not slow.held_s * _CLOCKS_AGREE <= lasted_s <= slow.took_s:
            raise ContractBreach(
                f"the span {name} lasts {slow.held_s:g} to {slow.took_s:.3f} s",
                f"it lasts {lasted_s:.3f} s",
                shown(span),
            )


def _expect_on_time(verb: str, late_s: Sequence[float]) -> None:
    """In the middle of these, neither late nor early."""
    __tracebackhide__ = True
    observed_s = median(late_s)
    if abs(observed_s) > _ON_TIME_S:
        raise ContractBreach(
            f"spans {verb} with their calls",
            f"the middle one of {len(late_s)} {observed_s:+.3f} s from that",
        )


def _says(span: Span, name: str, value: object) -> bool:
    if value == NONE:
        return name not in span.attributes
    return span.attributes.get(name) == value
