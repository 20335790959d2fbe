"""
Trace headers as callers send them: good ones, and ones that break the rules.

Source: W3C Trace Context, 3.2 and 3.3.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contract_harness.clients.http import Reply

Headers = tuple[tuple[str, str], ...]

STATE = "vendor=opaque-1,tenant@vendor=opaque-2"
_BROKEN_STATE = "vendor=one,vendor=two"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a caller says of its trace.

    Attributes:
        trace_id, span_id: as the headers have them, when they have any.
    """

    trace_id: str
    span_id: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class Traced:
    """One call that was made within a trace."""

    trace: Trace
    request_id: str
    reply: Reply


def _with(form: str, *more: tuple[str, str]) -> Callable[[str, str], Headers]:
    return lambda trace, span: (("traceparent", form.format(trace=trace, span=span)), *more)


_FORMS: Mapping[str, Callable[[str, str], Headers]] = {
    "no trace": lambda *_: (),
    "a trace": _with("00-{trace}-{span}-01"),
    "a trace with a state": _with("00-{trace}-{span}-01", ("tracestate", STATE)),
    "a trace with a broken state": _with("00-{trace}-{span}-01", ("tracestate", _BROKEN_STATE)),
    "a trace of a later version": _with("01-{trace}-{span}-01-and-more"),
    "a trace that is not sampled": _with("00-{trace}-{span}-00"),
    "a trace of zeros": _with("00-" + "0" * 32 + "-{span}-01", ("tracestate", STATE)),
    "a span of zeros": _with("00-{trace}-" + "0" * 16 + "-01", ("tracestate", STATE)),
    "a trace in capitals": lambda trace, span: (("traceparent", f"00-{trace.upper()}-{span}-01"),),
    "a trace of version ff": _with("ff-{trace}-{span}-01"),
    "a trace too long for version 0": _with("00-{trace}-{span}-01-extra"),
    "a trace of 8 KiB": _with("00-{trace}-{span}-01-" + "x" * 8192),
    "two traces": lambda trace, span: (
        ("traceparent", f"00-{trace}-{span}-01"),
        ("traceparent", f"00-{span}{span}-{span}-01"),
    ),
    "a state without a trace": lambda *_: (("tracestate", STATE),),
}


def trace_called(name: str) -> Trace:
    """A new trace, told of as the features call it."""
    # With a letter in front, so that its capitals are another text.
    trace_id, span_id = f"a{secrets.token_hex(16)[1:]}", f"b{secrets.token_hex(8)[1:]}"
    return Trace(trace_id, span_id, _FORMS[name](trace_id, span_id))
