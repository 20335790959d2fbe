"""What the telemetry expectations call a breach, and what they let pass."""

from dataclasses import replace

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.collector import Point, Span
from contract_harness.errors import ContractBreach
from contract_harness.expect import telemetry_metrics, telemetry_spans, telemetry_traces
from contract_harness.expect.log_lines import json_object, level_of, message_of
from contract_harness.scenes.trace_headers import Traced, trace_called
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
    telemetry_spans.expect_says(SPAN, {"method": "GET", "stream": False})

    assert "it says {'stream': False}" in breach(telemetry_spans.expect_says, SPAN, {"stream": "false"})
    assert "it says {'absent': None}" in breach(telemetry_spans.expect_says, SPAN, {"absent": "x"})
    telemetry_spans.expect_silent_about(SPAN, ["http.route"])
    breach(telemetry_spans.expect_silent_about, SPAN, ["method"])


def test_a_child_names_trace_and_parent():
    """One without the other is not enough."""
    child = replace(SPAN, parent_id="b" * 16, span_id="c" * 16)
    telemetry_spans.expect_below(child, SPAN)

    breach(telemetry_spans.expect_below, replace(child, trace_id="d" * 32), SPAN)
    breach(telemetry_spans.expect_below, replace(child, parent_id=""), SPAN)


@pytest.mark.parametrize(
    ("status", "told", "span_status", "is_kept"),
    [
        (200, 200, "unset", True),
        (200, 200, "ok", True),
        (404, 404, "unset", True),
        (404, 404, "error", False),
        (502, 502, "error", True),
        (502, 502, "unset", False),
        (502, 200, "error", False),
    ],
)
def test_an_outcome_is_a_status_and_an_error_when_it_is_the_servers(status, told, span_status, is_kept):
    """A caller's mistake is no error of the gateway."""
    span = replace(SPAN, status=span_status, attributes={"http.response.status_code": told})
    if is_kept:
        telemetry_spans.expect_outcome(span, reply(status))
    else:
        breach(telemetry_spans.expect_outcome, span, reply(status))


def test_a_service_has_its_names_and_some_version():
    """Any version will do; none will not, and silence is no proof."""
    telemetry_spans.expect_served([RESOURCE])

    breach(telemetry_spans.expect_served, [])
    breach(telemetry_spans.expect_served, [RESOURCE, {**RESOURCE, "service.version": ""}])
    breach(telemetry_spans.expect_served, [{**RESOURCE, "service.name": "unknown_service"}])


def test_a_counter_is_a_growing_sum_over_all_series_that_match():
    """Attributes that nobody asked about may differ."""
    points = [POINT, replace(POINT, attributes={"to": "a", "more": 1}, value=3)]
    telemetry_metrics.expect_counted(points, {"to": "a"}, total=5)

    assert "at 5" in breach(telemetry_metrics.expect_counted, points, {"to": "a"}, total=4)
    breach(telemetry_metrics.expect_counted, points, {"to": "b"}, total=1)
    breach(telemetry_metrics.expect_counted, [replace(POINT, kind="gauge", grows=False)], {}, total=2)
    telemetry_metrics.expect_uncounted(points, {"to": "b"})
    breach(telemetry_metrics.expect_uncounted, points, {"to": "a"})


def test_a_histogram_has_records_in_its_unit():
    """And something was longer than nothing."""
    timed = replace(POINT, kind="histogram", count=2, value=0.5)
    telemetry_metrics.expect_timed([timed], {}, times=2, unit="s")

    breach(telemetry_metrics.expect_timed, [timed], {}, times=1, unit="s")
    breach(telemetry_metrics.expect_timed, [replace(timed, unit="ms")], {}, times=2, unit="s")
    breach(telemetry_metrics.expect_timed, [replace(timed, value=0)], {}, times=2, unit="s")
    breach(telemetry_metrics.expect_timed, [], {}, times=0, unit="s")


def test_a_stranger_in_a_series_is_found_by_any_name():
    """A model, a path or a method; and no metrics at all prove nothing."""
    telemetry_metrics.expect_no_strangers([POINT])

    breach(telemetry_metrics.expect_no_strangers, [])
    for attributes in ({"model": "stranger-than-7"}, {"http.request.method": "STRANGE3"}):
        breach(telemetry_metrics.expect_no_strangers, [POINT, replace(POINT, attributes=attributes)])


def test_what_an_upstream_is_told_is_read_strictly():
    """Exactly one span, in the one form there is, and the state as it was."""
    traced = Traced(trace_called("a trace with a state"), "id-1", reply(200))
    parent, state = traced.trace.headers[0][1], traced.trace.headers[1][1]

    def told(*headers: tuple[str, str]) -> None:
        with SimulatedProvider() as provider:
            given = (("x-request-id", "id-1"), *headers)
            provider.received.append(
                Received(
                    method="POST", target="/", headers=given, body=b"", raw_head=b"", at_s=0.0, version="1.1",
                    body_bytes=0, body_sha256="", complete=True, connection_id=1,
                )
            )  # fmt: skip
            telemetry_traces.expect_passed_on(provider, traced, state=state)

    told(("traceparent", parent), ("tracestate", state))
    for wrong in (
        [],
        [("traceparent", parent)],
        [("traceparent", parent), ("traceparent", parent), ("tracestate", state)],
        [("traceparent", parent.upper()), ("tracestate", state)],
        [("traceparent", parent.removesuffix("1") + "0"), ("tracestate", state)],
        [("traceparent", parent), ("tracestate", state + ",more=1")],
    ):
        breach(told, *wrong)


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
