"""One streamed chat call: what the caller is given of the provider's events, and what is told of it."""

from __future__ import annotations

import json

import pytest

from reference_gateway.domain.access import OwnerKind
from reference_gateway.domain.errors import NobodyWaits, UpstreamHttpError, UpstreamTimeout
from reference_gateway.services.chat_stream import normalised
from reference_gateway.store.sqlite import SqliteBackend
from tests.unit.gateway.calls.calling import Calls, route

PING = {"messages": [{"role": "user", "content": "ping"}]}
USAGE = {"prompt_tokens": 2, "completion_tokens": 1}
DONE = b"data: [DONE]\n\n"
ABOUT = {
    "requested": "quick",
    "resolved": "fast",
    "is_stream": True,
    "owner_kind": OwnerKind.TEAM,
    "route": "/v1/chat/completions",
}


def chunk(**changes: object) -> bytes:
    choice = {"index": 0, "delta": {"content": "pong"}, "finish_reason": None}
    return json.dumps({"id": "c1", "model": "gpt-4o-mini", "choices": [choice], **changes}).encode()


FINISHED = chunk(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])


@pytest.fixture
def calls(backend: SqliteBackend) -> Calls:
    """One route, that streams."""
    made = Calls(backend)
    made.routes(route("a"))
    return made


def given(calls: Calls, *events: bytes | Exception) -> list[bytes]:
    calls.stub.events = list(events)
    return [piece for piece in calls.stream("quick", PING) if piece]


def errors_in(pieces: list[bytes]) -> list[tuple[str, str, str]]:
    told = [json.loads(piece.removeprefix(b"data: ")) for piece in pieces if piece != DONE]
    return [
        tuple(one["error"][name] for name in ("type", "code", "message")) for one in told if "error" in one
    ]


def test_a_stream_is_told_from_its_plan_to_its_cost(calls: Calls) -> None:
    """Each chunk bears the name that was asked for, and nothing follows the end."""
    told = chunk(choices=[], usage=USAGE)
    pieces = given(calls, chunk(), FINISHED, told, b"[DONE]", chunk())

    assert DONE == pieces[-1]
    assert [{**json.loads(one), "model": "quick"} for one in (chunk(), FINISHED, told)] == [
        json.loads(piece.removeprefix(b"data: ")) for piece in pieces[:-1]
    ]
    assert [("a", {"model": "quick", "stream": True, **PING}, "id-1")] == calls.stub.asked
    assert [ABOUT, "chose stub", "asks for a", USAGE, "was answered", "chat ended"] == calls.told.heard


def test_a_reason_to_finish_is_an_end(calls: Calls) -> None:
    """Some dialects have no mark for it."""
    assert DONE == given(calls, chunk(), FINISHED)[-1]


@pytest.mark.parametrize(
    ("events", "code", "message"),
    [
        ([chunk()], "upstream_transport", "upstream provider's answer was cut short"),
        ([chunk(), UpstreamTimeout()], "upstream_timeout", "upstream provider timed out"),
        ([b"{"], "upstream_transport", "upstream provider sent an event that is not JSON"),
        ([b"\xff"], "upstream_transport", "upstream provider sent an event that is not JSON"),
        ([b"[1]"], "upstream_transport", "upstream provider sent an event that is not an object"),
        (
            [b'{"error": {"message": "org-5d1c has no quota"}}'],
            "upstream_transport",
            "upstream provider ended its answer with an error",
        ),
    ],
)
def test_what_goes_wrong_within_a_stream_is_its_last_event(
    calls: Calls, events: list[bytes | Exception], code: str, message: str
) -> None:
    """In our words; a stream that was cut never looks complete."""
    pieces = given(calls, *events)

    assert [("upstream_error", code, message)] == errors_in(pieces[-1:])
    assert DONE not in pieces
    assert [f"failed: {message}", "chat ended"] == calls.told.heard[-2:]


def test_what_goes_wrong_before_has_a_status(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was given yet, so it is refused like any other call."""

    def refuse(*_: object, **__: object) -> None:
        raise UpstreamHttpError(429)

    monkeypatch.setattr(calls.stub, "streaming", refuse)

    with pytest.raises(UpstreamHttpError):
        calls.stream("quick", PING)

    assert [ABOUT, "chose stub", "asks for a"] == calls.told.heard


def test_nobody_is_told_when_nobody_reads(calls: Calls) -> None:
    """What was used until then is."""
    pieces = given(calls, chunk(usage=USAGE), NobodyWaits())

    assert [] == errors_in(pieces)
    assert [USAGE, "failed: "] == calls.told.heard[3:5]


def test_a_caller_who_stops_reading_ends_the_call(calls: Calls) -> None:
    """The server closes what it reads from when its client has gone."""
    calls.stub.events = [chunk(usage=USAGE), chunk(), FINISHED]
    pieces = calls.stream("quick", PING)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined] - as the server does

    assert USAGE in calls.told.heard


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning_text"])
def test_usage_and_reasoning_are_where_clients_look(name: str) -> None:
    """Whichever way a provider spells them; what stands there already stays."""
    choice = {"delta": {name: "because"}, "usage": USAGE}
    other = {"delta": {name: "because", "reasoning": "mine"}}

    made = normalised({"choices": [choice, other], "usage": None}, "fast")

    assert USAGE == made["usage"]
    assert ["because", "mine"] == [one["delta"]["reasoning"] for one in made["choices"]]


@pytest.mark.parametrize("choices", [None, {}, [1], [{"delta": None}]])
def test_odd_shapes_pass(choices: object) -> None:
    """What the gateway does not know it does not touch."""
    assert {"choices": choices, "model": "fast"} == normalised({"choices": choices}, "fast")
