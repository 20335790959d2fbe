"""Spans: what they say, and who sent them.

Source: observed gateway, 11.2 and 11.3; OpenTelemetry semantic conventions, HTTP spans, service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_harness.collector import Span
from contract_harness.collector.signals import Attributes
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain, typed
from contract_harness.expect.spans import NONE, shown

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


def _says(span: Span, name: str, value: object) -> bool:
    if value == NONE:
        return name not in span.attributes
    return span.attributes.get(name) == value
