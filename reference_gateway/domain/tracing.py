"""
Where one request stands among the calls of other systems: W3C Trace Context, Level 1.

A header that breaks the rules counts as absent, and `tracestate` never outlives a bad `traceparent`, so that
nobody can put words of their own into what is propagated.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Self

from msgspec import Struct

TRACEPARENT = "traceparent"
TRACESTATE = "tracestate"

MAX_STATE_CHARS = 512
MAX_STATE_MEMBERS = 32

_SAMPLED = 0x01
_PARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_MEMBER = re.compile(
    r"(?:[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})"
    r"=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]"
)


class TraceContext(Struct, frozen=True):
    """One span of one trace; ids are lower-case hexadecimal of 32 and 16 digits, never all zero."""

    trace_id: str
    span_id: str
    is_sampled: bool = True
    state: str = ""
    """`tracestate`, as it may be propagated; empty when there is none."""

    @classmethod
    def fresh(cls) -> Self:
        """The first span of a new trace."""
        return cls(_fresh_id(16), _fresh_id(8))

    @classmethod
    def read(cls, traceparents: Sequence[str], tracestates: Sequence[str]) -> Self | None:
        """The caller's span; None unless there is exactly one `traceparent` and it keeps the rules."""
        if len(traceparents) != 1:
            return None
        found = _PARENT.fullmatch(traceparents[0].strip(" \t"))
        if found is None:
            return None
        version, trace_id, span_id, flags, rest = found.groups()
        is_void = not (trace_id.strip("0") and span_id.strip("0"))
        if version == "ff" or (version == "00" and rest) or is_void:
            return None
        return cls(trace_id, span_id, bool(int(flags, 16) & _SAMPLED), state_of(tracestates))

    def child(self) -> Self:
        """A new span of the same trace, below this one."""
        return type(self)(self.trace_id, _fresh_id(8), self.is_sampled, self.state)

    def headers(self) -> dict[str, str]:
        """What tells the next system about this span."""
        told = {TRACEPARENT: f"00-{self.trace_id}-{self.span_id}-{'01' if self.is_sampled else '00'}"}
        if self.state:
            told[TRACESTATE] = self.state
        return told


def state_of(tracestates: Sequence[str]) -> str:
    """The one `tracestate` of these headers; empty when any member breaks the rules or repeats a key."""
    members = [member.strip(" \t") for member in ",".join(tracestates).split(",")]
    members = [member for member in members if member]
    keys = {member.partition("=")[0] for member in members}
    if len(members) > MAX_STATE_MEMBERS or len(keys) < len(members):
        return ""
    if not all(_MEMBER.fullmatch(member) for member in members):
        return ""
    while len(state := ",".join(members)) > MAX_STATE_CHARS:
        # The oldest are at the end.
        members.pop()
    return state


def _fresh_id(size_bytes: int) -> str:
    while not (drawn := secrets.token_hex(size_bytes)).strip("0"):
        pass
    return drawn
