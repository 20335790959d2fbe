"""What is recorded of one span until it is sent."""

from __future__ import annotations

import time
from typing import Literal

from reference_gateway.domain.tracing import TraceContext

Attribute = str | bool | int | float
Kind = Literal["server", "client"]


class Span:
    """One span of ours.

    Attributes:
        parent_id: of the span above it, ours or the caller's; None at the top of a trace.
        started_ns, ended_ns: nanoseconds since the epoch.
        error: what went wrong on our side or the provider's, as `error.type` has it.
    """

    __slots__ = ("attributes", "context", "ended_ns", "error", "kind", "name", "parent_id", "started_ns")

    def __init__(self, name: str, kind: Kind, context: TraceContext, parent_id: str | None) -> None:
        self.name = name
        self.kind: Kind = kind
        self.context = context
        self.parent_id = parent_id
        self.started_ns = time.time_ns()
        self.ended_ns = self.started_ns
        self.error: str | None = None
        self.attributes: dict[str, Attribute] = {}

    def end(self, *, error: str | None) -> None:
        """It is over."""
        self.ended_ns = time.time_ns()
        self.error = error
        if error is not None:
            self.attributes["error.type"] = error
