"""What the telemetry expectations call a breach, and what they let pass."""

from dataclasses import replace

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.collector import Collector, Point, Span
from contract_harness.collector.signals import Export
from contract_harness.errors import ContractBreach
from contract_harness.expect.log_lines import json_object, level_of, message_of
from contract_harness.expect.spans import expect_has
from contract_harness.expect.telemetry import collectors, endpoints, metrics, spans, trace_context
from contract_harness.scenes.telemetry.collectors import Collectors
from contract_harness.scenes.telemetry.reported_calls import ReportedCall
from contract_harness.upstreams.http_server import Received
from contract_harness.upstreams.provider import SimulatedProvider

RESOURCE = {"service.name": "oceans-llm-gateway", "service.namespace": "oceans-llm", "service.version": "1"}
SPAN = Span(
    name="http_request",
    kind="server",
    trace_id="a" * 32,
    span_id="b" * 16,
    parent_id="",
    state="",
    status="unset",
    attributes={"method": "GET", "http.response.status_code": 200, "stream": False},
    resource=RESOURCE,
)
POINT = Point(
    name="calls", unit="s", kind="sum", grows=True, is_delta=False, attributes={"to": "a"}, value=2, count=0,
    resource=RESOURCE,
)  # fmt: skip


def reply(status: int) -> Reply:
    return Reply(status=status, reason="", headers=(), body=b"", elapsed_s=0.0)


def breach(check, *args, **named) -> str:
    """What a breach says; fails when there is none."""
    with pytest.raises(ContractBreach) as caught:
        check(*args, **named)
    return str(caught.value)


def test_a_span_says_what_it_says_to_the_type():
    """`false` is not the text `false`, and a missing attribute is none."""
    spans.expect_says(SPAN, {"method": "GET", "stream": False})

    told = breach(spans.expect_says, SPAN, {"method": "GET", "stream": "false"})
    assert 'says stream: "false"' in told
    assert "it says stream: false" in told
    assert "it says absent: (none)" in breach(spans.expect_says, SPAN, {"absent": "x"})


@pytest.mark.parametrize("empty", [None, "", "(none)"])
def test_what_a_span_does_not_say_is_not_there(empty):
    """Neither a value nor an empty one."""
    spans.expect_says(SPAN, {"http.route": "(none)"})

    said = replace(SPAN, attributes={"http.route": empty})
    assert "http.route" in breach(spans.expect_says, said, {"http.route": "(none)"})


@pytest.mark.parametrize(
    ("name", "kept", "broken"),
    [
        ("kind", "server", "client"),
        ("trace id", "a" * 32, "b" * 32),
        ("trace id", "not " + "b" * 32, "not " + "a" * 32),
        ("parent id", "(none)", "b" * 16),
        ("span id", "b" * 16, "(none)"),
        ("error", "false", "true"),
    ],
)
def test_a_span_has_what_a_table_says_of_it(name, kept, broken):
    """A text, nothing, or anything else than a text; and a breach names the row at fault."""
    expect_has(SPAN, [(name, kept)])

    assert f"has {name}: {broken}" in breach(expect_has, SPAN, [(name, kept), (name, broken)])


@pytest.mark.parametrize(("status", "is_error"), [("unset", "false"), ("ok", "false"), ("error", "true")])
def test_a_span_is_an_error_when_its_status_says_so(status, is_error):
    """Unset is as good as ok."""
    expect_has(replace(SPAN, status=status), [("error", is_error)])


def test_a_sender_has_its_names_and_some_version():
    """Any version will do; none will not, and silence is no proof."""
    wanted = {**RESOURCE, "service.version": "(any)"}
    spans.expect_sender([RESOURCE], wanted)

    breach(spans.expect_sender, [], wanted)
    empty, unknown = {**RESOURCE, "service.version": ""}, {**RESOURCE, "service.name": "unknown_service"}
    assert "service.version: (any)" in breach(spans.expect_sender, [RESOURCE, empty], wanted)
    assert "service.name: oceans" in breach(spans.expect_sender, [unknown], wanted)


def test_a_counter_is_a_growing_sum_over_all_series_that_match():
    """Attributes that nobody asked about may differ."""
    points = [POINT, replace(POINT, attributes={"to": "a", "more": 1}, value=3)]
    metrics.expect_counted(points, {"to": "a"}, total=5)

    assert "at 5" in breach(metrics.expect_counted, points, {"to": "a"}, total=4)
    breach(metrics.expect_counted, points, {"to": "b"}, total=1)
    breach(metrics.expect_counted, [replace(POINT, kind="gauge", grows=False)], {}, total=2)
    metrics.expect_uncounted(points, {"to": "b"})
    breach(metrics.expect_uncounted, points, {"to": "a"})


def test_a_histogram_has_the_seconds_that_were_waited():
    """No more than the callers waited, no less than the provider held them; milliseconds are too many."""
    call = ReportedCall("id-1", reply(200), at_s=0.0, began_s=10.0, ended_s=10.4, held_s=0.3)
    timed = replace(POINT, kind="histogram", count=2, value=0.7)
    metrics.expect_timed([timed], {}, [call, call], unit="s")

    breach(metrics.expect_timed, [timed], {}, [call], unit="s")
    breach(metrics.expect_timed, [replace(timed, unit="ms")], {}, [call, call], unit="s")
    breach(metrics.expect_timed, [], {}, [], unit="s")
    for wrong in (0.0, 0.5, 0.9, 700.0):
        told = breach(metrics.expect_timed, [replace(timed, value=wrong)], {}, [call, call], unit="s")
        assert f"of {wrong:g}" in told


def test_strangers_who_come_again_make_no_series():
    """Under whatever name; other metrics may grow for reasons of their own."""
    calls, memory = replace(POINT, name="http.server.request.duration"), replace(POINT, name="memory")
    metrics.expect_no_growth([calls], [calls, replace(calls, value=9), memory])

    told = breach(metrics.expect_no_growth, [calls], [calls, replace(calls, attributes={"to": "9f3b"})])
    assert "1 more when they came again" in told


@pytest.mark.parametrize("verb", ["begin", "end"])
def test_the_span_in_the_middle_is_on_time(verb):
    """One may be late, on a busy machine; half of them may not, nor early."""
    spans._expect_on_time(verb, [0.001, 0.002, 1.5])

    assert "+0.250" in breach(spans._expect_on_time, verb, [0.001, 0.25, 0.5])
    assert "-0.300" in breach(spans._expect_on_time, verb, [-0.3, -0.3, 0.0])


def test_metrics_come_neither_oftener_nor_more_seldom():
    """The gap in the middle counts; one export may be late."""
    with Collector() as collector:
        for gaps, wrong_s in (([1, 1.1, 3], None), ([0.1, 0.1, 1], 1), ([2, 2, 2], 1), ([1, 1, 1], 3)):
            times = [sum(gaps[:count]) for count in range(len(gaps) + 1)]
            collector.exports[:] = [Export("metrics", "grpc", at_s, b"") for at_s in times]
            if wrong_s is None:
                metrics.expect_interval(collector, 1)
            else:
                assert f"every {wrong_s} s" in breach(metrics.expect_interval, collector, wrong_s)


def test_a_stranger_in_a_series_is_found_by_any_name():
    """A model, a path or a method; and no metrics at all prove nothing."""
    metrics.expect_no_strangers([POINT])

    breach(metrics.expect_no_strangers, [])
    for attributes in ({"model": "stranger-than-7"}, {"http.request.method": "STRANGE3"}):
        breach(metrics.expect_no_strangers, [POINT, replace(POINT, attributes=attributes)])


def received(*headers: tuple[str, str]) -> Received:
    """What an upstream wrote down of the request `id-1`."""
    head = "\r\n".join(f"{name}: {value}" for name, value in headers).encode()
    return Received(
        method="POST", target="/", headers=(("x-request-id", "id-1"), *headers), body=b"", raw_head=head,
        at_s=0.0,
    )  # fmt: skip


PARENT, STATE = f"00-{'a' * 32}-{'b' * 16}-01", "vendor=one"


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [("traceparent", PARENT)],
        [("traceparent", PARENT), ("traceparent", PARENT), ("tracestate", STATE)],
        [("traceparent", PARENT.upper()), ("tracestate", STATE)],
        [("traceparent", PARENT.removesuffix("1") + "0"), ("tracestate", STATE)],
        [("traceparent", PARENT), ("tracestate", STATE + ",more=1")],
    ],
)
def test_what_an_upstream_is_told_is_read_strictly(wrong):
    """Each header exactly once, to the letter."""
    wanted = [("traceparent", PARENT), ("tracestate", STATE)]
    with SimulatedProvider() as provider:
        provider.received.append(received(*wanted))
        trace_context.expect_received(provider, "id-1", wanted)
        provider.received.append(received(*wrong))

        breach(trace_context.expect_received, provider, "id-1", wanted)


@pytest.mark.parametrize(
    ("promised", "kept", "broken"),
    [
        ("(none)", [], [("traceparent", PARENT)]),
        (
            f"00-{'a' * 32}-(any span id)-01",
            [("traceparent", PARENT)],
            [("traceparent", PARENT[:-4] + "-01")],
        ),
    ],
)
def test_a_header_may_be_absent_or_any(promised, kept, broken):
    """Any span id is still one of sixteen digits; a call that did not come proves nothing."""
    with SimulatedProvider() as provider:
        breach(trace_context.expect_received, provider, "id-1", [("traceparent", promised)])
        provider.received.append(received(*kept))
        trace_context.expect_received(provider, "id-1", [("traceparent", promised)])
        provider.received.append(received(*broken))

        told = breach(trace_context.expect_received, provider, "id-1", [("traceparent", promised)])
    assert f"traceparent: {promised}" in told


def test_nothing_of_a_bad_trace_is_anywhere_in_the_head():
    """Whatever header it stands in, and in capitals too."""
    with SimulatedProvider() as provider:
        provider.received.append(received(("X-Was", "A" * 32)))
        trace_context.expect_nothing_of(provider, "id-1", ["b" * 16])

        assert "a" * 32 in breach(trace_context.expect_nothing_of, provider, "id-1", ["b" * 16, "a" * 32])


def test_each_collector_gets_its_signals_and_no_others():
    """Over the protocol that is promised; and a breach names the collector at fault."""
    listening = Collectors()
    try:
        listening["main"].exports += [Export("traces", "grpc", 0.0, b""), Export("metrics", "http", 0.0, b"")]
        endpoints.expect_gets_only(
            listening, [("main", "traces, metrics", "(any)"), ("other", "(nothing)", "(any)")]
        )

        assert "main collector" in breach(
            endpoints.expect_gets_only, listening, [("main", "traces", "(any)")]
        )
        breach(endpoints.expect_gets_only, listening, [("main", "traces, metrics", "grpc")])
        listening["other"].attempts = 1
        assert "other collector" in breach(
            endpoints.expect_gets_only, listening, [("other", "(nothing)", "(any)")]
        )
    finally:
        listening.close()


def test_totals_at_a_collector_name_the_row_at_fault():
    """Spans of a name, or where a counter stands."""
    with Collector() as collector:
        collector.exports.append(Export("traces", "grpc", 0.0, b"", spans=(SPAN, SPAN), points=(POINT,)))
        collectors.expect_totals(collector, [("spans", "http_request", "2"), ("counter", "calls", "2")])

        for row in [("spans", "http_request", "1"), ("counter", "calls", "3"), ("counter", "other", "1")]:
            assert f"{row[0]} {row[1]}: {row[2]}" in breach(collectors.expect_totals, collector, [row])


@pytest.mark.parametrize(
    ("line", "level", "message"),
    [
        ('{"level": "WARNING", "message": "m"}', "WARN", "m"),
        ('{"level": "INFO", "fields": {"message": "m"}}', "INFO", "m"),
        ('{"fields": 3}', "", ""),
    ],
)
def test_a_log_line_is_read_in_either_form(line, level, message):
    """With its message beside the level, or among its fields."""
    said = json_object(line)

    assert said is not None
    assert (level, message) == (level_of(said), message_of(said))
    assert json_object("[1]") is None
    assert json_object("2026 INFO m") is None
