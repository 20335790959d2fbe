"""Documents and streams of the data plane, compared as an SDK reads them."""

import json

import pytest

from contract_harness.clients.raw_reply import RawReply
from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.inference import streaming
from contract_harness.expect.inference._documents import difference
from contract_harness.expect.inference.failures import expect_refused
from contract_harness.expect.inference.models import expect_described
from contract_harness.upstreams.streams import TEXT, chunk, event, events, words

KINDS = [{"member": "created", "kind": "a whole number"}]


def came(*pieces: bytes, complete: bool = True, status: int = 200) -> RawReply:
    """A streamed answer."""
    headers = (("content-type", "text/event-stream"),)
    return RawReply(status, "", headers, b"".join(pieces), complete=complete, arrivals=())


def refused(status: int, document: object, kind: str = "application/json") -> Reply:
    """A refusal."""
    return Reply(status, "", (("content-type", kind),), json.dumps(document).encode(), 0.0, "POST /v1")


@pytest.mark.parametrize(
    ("promised", "observed", "may_hold_more", "is_same"),
    [
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, False, True),
        ({"a": 1}, {"a": 1.0}, False, True),
        ({"a": 1}, {"a": True}, False, False),
        ({"a": 0}, {"a": False}, False, False),
        ({"a": ""}, {"a": None}, False, False),
        ({"a": None}, {}, True, False),
        ({"a": [1, 2]}, {"a": [2, 1]}, True, False),
        ({"a": [1]}, {"a": [1, 2]}, True, False),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": None}}, True, True),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": None}}, False, False),
    ],
)
def test_documents_differ_where_json_does(promised, observed, may_hold_more, is_same):
    """Members of any order are equal, and a truth is no number."""
    assert is_same is (difference(promised, observed, "it", may_hold_more=may_hold_more) is None)


def test_a_whole_stream_is_complete():
    """And its text is what was sent."""
    streaming.expect_stream(came(*events(words())), "ends with one [DONE]")
    streaming.expect_text(came(*events(words())), TEXT)


@pytest.mark.parametrize(
    "pieces",
    [
        [event(one) for one in words()],
        [*events(words()), event("[DONE]")],
        [event("[DONE]"), *events(words())],
        [*events(words()), event(chunk({"content": "more"}))],
        [event("[DONE]")],
    ],
    ids=["no mark", "two", "one at both ends", "one in the middle", "nothing else"],
)
def test_a_stream_ends_with_one_mark(pieces):
    """At its end, and behind something."""
    with pytest.raises(ContractBreach):
        streaming.expect_stream(came(*pieces), "ends with one [DONE]")


HALF = [event(one) for one in words()[:3]]
ERROR = event({"error": {"message": "cut short", "type": "upstream_error"}})


@pytest.mark.parametrize(
    ("answer", "is_seen"),
    [
        (came(*HALF, complete=False), True),
        (came(*HALF, ERROR), True),
        (came(status=502), True),
        (came(*HALF), False),
        (came(*HALF, event("[DONE]")), False),
        (came(*HALF, ERROR, event("[DONE]")), False),
        (came(*HALF, event(chunk({}, finish="stop")), complete=False), False),
        (came(*HALF, ERROR, event(chunk({}))), False),
    ],
    ids=["cut", "error", "502", "good order", "mark", "error and mark", "reason", "error and more"],
)
def test_half_a_stream_is_seen_to_be_one(answer, is_seen):
    """By its cut, or by an error as its last word."""
    if is_seen:
        streaming.expect_stream(answer, "does not look complete")
        return
    with pytest.raises(ContractBreach):
        streaming.expect_stream(answer, "does not look complete")


def test_fragments_are_put_together_by_their_index():
    """Names and ids once, arguments as they add up."""
    fragments = [
        {"tool_calls": [{"index": 1, "id": "b", "function": {"name": "f", "arguments": '{"x":'}}]},
        {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "g", "arguments": ""}}]},
        {"tool_calls": [{"index": 1, "function": {"arguments": "1}"}}]},
        {"content": "aside", "tool_calls": None},
    ]

    assert [
        {"id": "b", "name": "f", "arguments": {"x": 1}},
        {"id": "a", "name": "g", "arguments": ""},
    ] == streaming.put_together(fragments)


@pytest.mark.parametrize(
    "reply",
    [
        refused(400, {"error": {"message": "m", "type": "t"}}),
        refused(404, {"error": {"message": "", "type": "t"}}),
        refused(404, {"error": {"message": "m"}}),
        refused(404, {"error": "m"}),
        refused(404, ["m"]),
        refused(404, {"error": {"message": "m", "type": "t"}}, "text/plain"),
    ],
    ids=["status", "no words", "no type", "text", "list", "plain"],
)
def test_a_refusal_is_an_error_object(reply):
    """Said to be JSON, with words and a type."""
    expect_refused(refused(404, {"error": {"message": "m", "type": "t"}}), "Not Found")
    with pytest.raises(ContractBreach):
        expect_refused(reply, "Not Found")


@pytest.mark.parametrize(
    "document",
    [
        {"object": "list", "data": []},
        {"object": "list", "data": [{"id": "slow", "created": 0}]},
        {"object": "list", "data": [{"id": "fast", "created": 0}] * 2},
        {"object": "list", "data": [{"id": "fast", "created": True}]},
        {"id": "fast"},
    ],
)
def test_a_model_is_described_once(document):
    """In a list or by itself, and by what was promised."""
    for described in (
        {"object": "list", "data": [{"id": "fast", "created": 0}]},
        {"id": "fast", "created": 1},
    ):
        expect_described(refused(200, described), "fast", KINDS)
    with pytest.raises(ContractBreach):
        expect_described(refused(200, document), "fast", KINDS)
