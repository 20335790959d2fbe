"""Streamed completions over real sockets: when events leave, how a stream ends, and who is held up by one."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.given.http_client import Client, Reply
from tests.given.http_upstream import Asked, Conversation
from tests.given.population import KEY
from tests.integration.gateway.http_api.world import CHAT, ApiWorld, api_world, refused

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\nConnection: close\r\n\r\n"
STREAM = {**CHAT, "stream": True}
LONG_S = 20.0


@pytest.fixture
def patient(template: Path, tmp_path: Path) -> Iterator[ApiWorld]:
    """A world whose provider has time, so that nothing here depends on how fast the machine is."""
    with api_world(template, tmp_path, total_ms=60_000) as world:
        yield world


def event(content: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    return b"data: " + json.dumps({"model": "gpt-4o-mini", "choices": [choice]}).encode() + b"\n\n"


def asked_of(world: ApiWorld) -> Client:
    body = json.dumps(STREAM).encode()
    client = Client(world.port)
    client.socket.settimeout(LONG_S)
    head = f"Host: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {KEY}\r\n"
    client.send(
        f"POST /v1/chat/completions HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    )
    return client


def contents(reply: Reply) -> list[str]:
    documents = [json.loads(one.removeprefix(b"data: ")) for one in reply.body.split(b"\n\n") if b"{" in one]
    assert {"fast"} == {one["model"] for one in documents}
    return [one["choices"][0]["delta"]["content"] for one in documents]


def test_each_event_leaves_as_it_arrives(patient: ApiWorld) -> None:
    """The provider says the next one only once the caller has the one before."""
    has_it = threading.Event()

    def script(conversation: Conversation, _: Asked) -> None:
        conversation.say(HEAD + event("one"))
        assert has_it.wait(LONG_S)
        conversation.say(event("two", "stop") + b"data: [DONE]\n\n")
        conversation.hang_up()

    patient.provider.script = script
    client = asked_of(patient)
    head = client.until(b"\r\n\r\n").lower()
    first = client.until(b"\n\n\r\n")
    has_it.set()
    rest = client.until(b"\r\n0\r\n\r\n")

    assert b"content-type: text/event-stream; charset=utf-8\r\n" in head
    assert b"cache-control: no-cache\r\n" in head
    assert b"transfer-encoding: chunked\r\n" in head
    assert b'"content":"one"' in first
    assert b'"content":"two"' in rest
    assert 1 == (first + rest).count(b"[DONE]")
    (asked,) = patient.provider.asked
    assert {"model": "gpt-4o-mini", "messages": CHAT["messages"], "stream": True} == json.loads(asked.body)


def test_a_connection_is_used_again(patient: ApiWorld) -> None:
    """A stream that came to its end is an answer like any other."""
    patient.provider.script = lambda conversation, _: (
        conversation.say(HEAD + event("one", "stop")),
        conversation.hang_up(),
    )[0]
    client = asked_of(patient)

    assert ["one"] == contents(client.reply())
    client.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert 200 == client.reply().status


@pytest.mark.parametrize("size", [1, 3])
def test_pieces_may_end_anywhere(patient: ApiWorld, size: int) -> None:
    """Within a character, within the end of a line."""
    said = (event("ünï") + event("two", "stop")).replace(b"\n", b"\r\n")

    def script(conversation: Conversation, _: Asked) -> None:
        conversation.say(HEAD)
        for at in range(0, len(said), size):
            conversation.say(said[at : at + size])
        conversation.hang_up()

    patient.provider.script = script

    assert ["ünï", "two"] == contents(patient.chat(STREAM))


@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_stream_that_was_cut_never_looks_complete(patient: ApiWorld, is_chunked: bool) -> None:
    """Whether the cut shows in the framing of the provider's answer or not."""
    head = HEAD.replace(b"Connection: close", b"Transfer-Encoding: chunked") if is_chunked else HEAD
    said = event("one")
    said = b"%x\r\n%b\r\n" % (len(said), said) if is_chunked else said
    patient.provider.script = lambda conversation, _: (conversation.say(head + said), conversation.hang_up())[
        0
    ]

    reply = patient.chat(STREAM)

    *_, last, nothing = reply.body.split(b"\n\n")
    error = json.loads(last.removeprefix(b"data: "))["error"]
    assert (b"", "upstream_transport") == (nothing, error["code"])
    assert b"[DONE]" not in reply.body


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 429 Slow Down\r\nContent-Length: 2\r\n\r\n{}", (429, "upstream_http_error")),
        (b"HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n{}", (502, "upstream_http_error")),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
            (502, "upstream_transport"),
        ),
        (b"", (502, "upstream_transport")),
    ],
)
def test_what_fails_before_the_first_event_has_a_status(
    patient: ApiWorld, answer: bytes, expected: tuple[int, str]
) -> None:
    """As if no stream had been asked for."""
    patient.provider.script = lambda conversation, _: (conversation.say(answer), conversation.hang_up())[0]

    assert expected == refused(patient.chat(STREAM))


@pytest.mark.parametrize("has_begun", [True, False])
def test_a_provider_is_hung_up_on_when_the_caller_leaves(patient: ApiWorld, has_begun: bool) -> None:
    """Though it says nothing just then, so that nothing could be written to who has gone."""
    is_asked, was_hung_up_on = threading.Event(), threading.Event()

    def script(conversation: Conversation, _: Asked) -> None:
        if has_begun:
            conversation.say(HEAD + event("one"))
        is_asked.set()
        if not has_begun:
            assert has_left.wait(LONG_S)
            conversation.say(HEAD)
        if conversation.is_hung_up_on(within_s=LONG_S):
            was_hung_up_on.set()

    has_left = threading.Event()
    patient.provider.script = script
    client = asked_of(patient)
    assert is_asked.wait(LONG_S)
    if has_begun:
        client.until(b"\n\n\r\n")
    client.close()
    has_left.set()

    assert was_hung_up_on.wait(LONG_S)


def test_calls_that_wait_for_a_provider_hold_up_nobody_else(patient: ApiWorld) -> None:
    """More of them than there are threads for everything else."""
    may_answer = threading.Event()

    def script(conversation: Conversation, _: Asked) -> None:
        assert may_answer.wait(LONG_S)
        conversation.say(HEAD + event("one", "stop"))
        conversation.hang_up()

    patient.provider.script = script
    waiting = [asked_of(patient) for _ in range(12)]
    try:
        assert 200 == patient.send("GET", "/v1/models", f"Authorization: Bearer {KEY}").status
        assert 200 == patient.sign_in().status
        assert not may_answer.is_set()
    finally:
        may_answer.set()
    assert [["one"]] * 12 == [contents(client.reply()) for client in waiting]
