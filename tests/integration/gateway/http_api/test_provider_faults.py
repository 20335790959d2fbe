"""When the provider gives no usable answer."""

import time

import pytest

from tests.given.http_upstream import raw
from tests.integration.gateway.http_api.world import CHAT, refused

# what the provider does, its bytes, the refusal
FAULTS = [
    ("400", b"HTTP/1.1 400 x\r\nContent-Length: 6\r\n\r\nsecret", (400, "upstream_http_error")),
    ("429", b"HTTP/1.1 429 x\r\nContent-Length: 0\r\n\r\n", (429, "upstream_http_error")),
    ("500", b"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", (500, "upstream_http_error")),
    ("401", b"HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("403", b"HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("302", b"HTTP/1.1 302 x\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_http_error")),
    ("no JSON", b"HTTP/1.1 200 x\r\nContent-Length: 6\r\n\r\nsecret", (502, "upstream_transport")),
    ("no object", b"HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\n[]", (502, "upstream_transport")),
    ("empty", b"HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n", (502, "upstream_transport")),
    ("cut", b"HTTP/1.1 200 x\r\nContent-Length: 99\r\n\r\n{}", (502, "upstream_transport")),
    (
        "cut chunk",
        b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        (502, "upstream_transport"),
    ),
    ("garbage", b"SSH-2.0\r\n\r\n", (502, "upstream_transport")),
    ("silence", b"", (502, "upstream_transport")),
]


@pytest.mark.parametrize(
    "text",
    [b'{"a": NaN}', b'{"usage": {"total_tokens": 1e999}}', b'{"a": "\\ud800"}', b'{"a": ' + b"[" * 5000],
)
def test_a_provider_whose_answer_could_not_be_passed_on(world, text):
    """The documented refusal, never a failure of ours and never what is no JSON."""
    head = f"HTTP/1.1 200 x\r\nContent-Length: {len(text)}\r\n\r\n"
    world.provider.script = raw(head.encode() + text)

    assert (502, "upstream_transport") == refused(world.chat(CHAT))


@pytest.mark.parametrize(
    ("answer", "expected"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_provider_that_fails(world, answer, expected):
    """One call, no retry, nothing of its body shown."""
    world.provider.script = raw(answer)

    reply = world.chat(CHAT)

    assert expected == refused(reply)
    assert b"secret" not in reply.body
    assert 1 == len(world.provider.asked)


@pytest.mark.parametrize(("times", "status"), [(3, 200), (10_000, 502)])
def test_a_provider_that_answers_in_between(world, times, status):
    """A few times is its right; without end it would keep everybody from the interpreter."""
    answer = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    world.provider.script = raw(b"HTTP/1.1 100 Continue\r\n\r\n" * times + answer)

    assert status == world.chat(CHAT).status


@pytest.mark.parametrize("is_stream", [False, True])
@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (429, "7", ["7"]),
        (503, "Wed, 21 Oct 2037 07:28:00 GMT", ["Wed, 21 Oct 2037 07:28:00 GMT"]),
        (429, "soon\x01<b>", []),
        (429, "9" * 4000, []),
        (429, None, []),
        (401, "7", []),
    ],
)
def test_when_a_provider_wants_to_be_asked_again(world, status, said, told, is_stream):
    """In its words where they are the standard's, and never in ours: we do not know."""
    field = "" if said is None else f"Retry-After: {said}\r\n"
    world.provider.script = raw(f"HTTP/1.1 {status} x\r\n{field}Content-Length: 0\r\n\r\n".encode())

    assert told == world.chat({**CHAT, "stream": is_stream}).all("retry-after")


@pytest.mark.parametrize(
    "begun",
    [b"HTTP/1.1 200 x\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 x\r\nX: ", b"HTTP/1.1", b""],
    ids=["body", "head", "status line", "nothing"],
)
def test_a_provider_that_takes_too_long(world, begun):
    """504 at the total limit, even when it dribbles, wherever it does."""

    def dribble(conversation, _asked):
        conversation.say(begun)
        while True:
            conversation.say(b" ")
            time.sleep(0.05)

    world.provider.script = dribble
    began = time.monotonic()

    assert (504, "upstream_timeout") == refused(world.chat(CHAT))
    assert 0.5 < time.monotonic() - began < 2


def test_a_provider_that_is_not_there(world):
    """502."""
    world.provider.stop()

    assert (502, "upstream_transport") == refused(world.chat(CHAT))
