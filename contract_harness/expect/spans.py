"""One span: what it is, whose it is, and where it stands in its trace.

Source: observed gateway, 11.3; OpenTelemetry semantic conventions, HTTP spans; W3C Trace Context, 3.2.
"""

from __future__ import annotations

from contract_harness.collector import Span
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import plain
from contract_harness.tables import Pairs

NONE = "(none)"
"""How a feature says that a span has nothing there."""
OTHER_THAN = "not "


def expect_has(span: Span, wanted: Pairs) -> None:
    """The span has these fields: a text, `(none)`, or anything that is `not` a text."""
    __tracebackhide__ = True
    fields = _fields(span)
    for name, promised in wanted:
        observed = fields[name]
        if not _is_kept(promised, observed):
            raise ContractBreach(
                f"the span {span.name} has {name}: {promised}", f"{name}: {observed or NONE}", shown(span)
            )


def shown(span: Span) -> str:
    """The span, for the detail of a breach."""
    return f"{span.kind} span {span.name}, status {span.status}: {plain(span.attributes)}"


def _fields(span: Span) -> dict[str, str]:
    return {
        "kind": span.kind,
        "trace id": span.trace_id,
        "span id": span.span_id,
        "parent id": span.parent_id,
        "error": str(span.status == "error").lower(),
    }


def _is_kept(promised: str, observed: str) -> bool:
    if promised.startswith(OTHER_THAN):
        return observed != promised.removeprefix(OTHER_THAN)
    return observed == ("" if promised == NONE else promised)
