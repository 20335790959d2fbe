"""W3C Trace Context: what is read, what is handed on, and what counts as absent."""

import re

import pytest

from reference_gateway.domain.tracing import MAX_STATE_CHARS, TraceContext, state_of

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PARENT = f"00-{TRACE}-{SPAN}-01"


def test_a_good_header_is_read_and_handed_on_as_it_came():
    """Trace, span, flags and state survive the way through."""
    context = TraceContext.read([PARENT], ["a=1", " b@c=2 "])

    assert TraceContext(TRACE, SPAN, True, "a=1,b@c=2") == context
    assert {"traceparent": PARENT, "tracestate": "a=1,b@c=2"} == context.headers()


@pytest.mark.parametrize(
    "parent",
    [
        "",
        "garbage",
        PARENT.upper(),
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"{PARENT}-more",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE[:-1]}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-0g",
        f"01-{TRACE}-{SPAN}-01more",
        f"00-{TRACE}-{SPAN}-01\n",
        "００-" + PARENT[3:],
    ],
)
def test_a_header_that_breaks_the_rules_counts_as_absent(parent):
    """And so does the state beside it."""
    assert TraceContext.read([parent], ["a=1"]) is None


def test_several_headers_count_as_absent():
    """Nobody can tell which of them is meant."""
    assert TraceContext.read([PARENT, PARENT], []) is None
    assert TraceContext.read([], ["a=1"]) is None


def test_a_later_version_may_say_more():
    """What is known is read, and handed on as the version we speak."""
    context = TraceContext.read([f"cc-{TRACE}-{SPAN}-01-what-the-future-holds"], [])

    assert context is not None
    assert PARENT == context.headers()["traceparent"]


@pytest.mark.parametrize(("flags", "is_sampled"), [("00", False), ("01", True), ("02", False), ("ff", True)])
def test_only_one_flag_says_that_a_trace_is_sampled(flags, is_sampled):
    """The others are not ours to hand on."""
    context = TraceContext.read([f"00-{TRACE}-{SPAN}-{flags}"], [])

    assert context is not None
    assert is_sampled == context.is_sampled
    assert context.headers()["traceparent"].endswith("01" if is_sampled else "00")


def test_a_child_is_in_the_same_trace_under_a_name_of_its_own():
    """The sampling decision and the state are the caller's."""
    parent = TraceContext.read([PARENT.removesuffix("1") + "0"], ["a=1"])
    assert parent is not None
    child = parent.child()

    assert (TRACE, False, "a=1") == (child.trace_id, child.is_sampled, child.state)
    assert child.span_id not in (SPAN, parent.child().span_id)


def test_a_fresh_trace_is_well_formed():
    """It could be read by anybody."""
    fresh = TraceContext.fresh()

    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", fresh.headers()["traceparent"])
    assert fresh == TraceContext.read([fresh.headers()["traceparent"]], [])


@pytest.mark.parametrize(
    "states",
    [
        ["a=1,a=2"],
        ["a=1", "a=2"],
        ["A=1"],
        ["a"],
        ["a="],
        ["=1"],
        ["a=1=2"],
        ["a=b\x00"],
        ["a=é"],
        [",".join(f"k{number}=v" for number in range(33))],
        [f"{'k' * 257}=v"],
        [f"k={'v' * 257}"],
    ],
)
def test_a_state_that_breaks_the_rules_is_dropped_whole(states):
    """Half of it might mean something else."""
    assert "" == state_of(states)


def test_a_long_state_loses_its_oldest_members():
    """The newest are at the front."""
    state = state_of([",".join(f"k{number}={'v' * 60}" for number in range(20))])

    assert len(state) <= MAX_STATE_CHARS
    assert state.startswith("k0=")
    assert "k8=" not in state
