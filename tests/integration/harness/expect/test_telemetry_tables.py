"""What stands in the tables of the telemetry features for something else."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.collector import Collector, Span
from contract_harness.collector.signals import Export
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.scenes.telemetry.collectors import Collectors
from contract_harness.scenes.telemetry.spans import Spans
from contract_harness.scenes.telemetry.trace_headers import headers_shown
from contract_harness.targets import loading

SPAN = Span(
    name="http_request", kind="server", trace_id="a" * 32, span_id="b" * 16, parent_id="", state="",
    status="unset", attributes={"request_id": "id-1"}, resource={},
)  # fmt: skip


def spans_of(collector: Collector, *, status: int = 200, ago_s: float = 0.0) -> Spans:
    """The own call of a scenario is `id-1`, a list of models, made so long ago, `id-2`."""
    reply = Reply(status=status, reason="", headers=(), body=b"", elapsed_s=0.0)
    calls = {
        "a list of models": SimpleNamespace(request_id="id-2", reply=reply, at_s=time.monotonic() - ago_s)
    }
    standing = SimpleNamespace(installation=SimpleNamespace(target=loading.load("reference")))
    return Spans(SimpleNamespace(collector=collector, calls=calls, standing=standing), "id-1")


def test_a_span_is_found_by_its_name_and_its_call():
    """The scenario's own call, or one that was made before."""
    with Collector() as collector:
        other = replace(SPAN, span_id="c" * 16, attributes={"request_id": "id-2"})
        collector.exports.append(Export("traces", "grpc", 0.0, b"", spans=(other, SPAN)))
        spans = spans_of(collector)

        assert SPAN == spans.find("http_request")
        assert other == spans.find("http_request", "a list of models")
        table = [["header"], ["00-{trace id of http_request}-{span id of http_request}-01"]]
        assert [["header"], [f"00-{'a' * 32}-{'b' * 16}-01"]] == spans.filled(table)


def test_a_span_that_did_not_come_in_time_is_not_waited_for_again():
    """The time for it runs from its call, whoever looks first."""
    began = time.monotonic()
    with Collector() as collector, pytest.raises(ContractBreach, match="the span http_request"):
        spans_of(collector, ago_s=60.0).find("http_request", "a list of models")

    assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    ("status", "to_blame"), [(200, "false"), (404, "false"), (500, "true"), (502, "true")]
)
def test_a_table_may_say_what_the_answer_was(status, to_blame):
    """A caller's mistake is not the gateway's."""
    spans = spans_of(SimpleNamespace(), status=status)
    table = [["{the status of the answer}", "{whether the gateway is to blame}"]]

    assert [[str(status), to_blame]] == spans.filled(table, "a list of models")


def test_words_that_stand_for_nothing_are_a_mistake_of_the_feature():
    """And no breach."""
    with pytest.raises(HarnessError, match="the weather"):
        spans_of(SimpleNamespace()).filled([["{the weather}"]])


def test_headers_are_sent_as_a_table_shows_them():
    """Repeated ones repeated, absent ones not at all, long ones written out."""
    shown = [("a", "1"), ("a", "2"), ("b", "(none)"), ("c", "0-{8 KiB of x}")]

    assert [("a", "1"), ("a", "2"), ("c", "0-" + 8192 * "x")] == headers_shown(shown)


def test_a_collector_listens_from_when_it_is_named():
    """The same name is the same collector, and its endpoints are called after it."""
    collectors = Collectors()
    try:
        main = collectors["main"]
        assert main is collectors["main"]
        assert {
            "the main collector's gRPC endpoint": main.grpc_url,
            "the main collector's HTTP endpoint": main.http_url,
        } == collectors.endpoints("main")
    finally:
        collectors.close()
