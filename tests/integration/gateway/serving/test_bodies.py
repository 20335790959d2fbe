"""Which bodies are taken, of whom, and for how long."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from reference_gateway.http.rfc9112 import Fields
from tests.given.http_client import Client, Reply
from tests.given.http_world import limits, serving

FREE = 16 * 1024
IN_MEMORY = 128 * 1024
LARGE = 400_000
ROOM = 1_000_000


class Told:
    """Who is known, and what has been asked of it; `/read` is read up to a megabyte, `/ui` is anybody's."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def most_bytes(self, _method: str, path: str) -> int | None:
        return {"/read": 1_000_000, "/ui": None}.get(path, 0)

    def knows(self, _path: str, headers: Fields) -> bool:
        self.asked += 1
        self.may_answer.wait(10)
        return ("Authorization", "known") in headers

    def client(self, _headers: Fields, peer: str) -> str:
        return peer


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    yield told
    told.may_answer.set()


@pytest.fixture
def port(told: Told) -> Iterator[int]:
    bounds = limits(body_in_memory_bytes=IN_MEMORY, strangers_bytes=ROOM)
    with serving(counting, limits=bounds, admission=told) as port:
        yield port


def counting(environ: Any, start: Any) -> list[bytes]:
    """Say how long the body is said to be, and how long it is."""
    start("200 OK", [("content-type", "application/json")])
    return [json.dumps([environ["gateway.body_bytes"], len(environ["wsgi.input"].read())]).encode()]


def head(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: a", *headers, "", ""]).encode()


def answered(client: Client, request: bytes) -> Reply:
    client.send(request)
    return client.reply()


@pytest.mark.parametrize("framing", [f"Content-Length: {LARGE}", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize(("path", "asked"), [("/nowhere", 0), ("/read", 1)])
def test_what_nobody_will_read_is_not_taken(port: int, told: Told, path: str, asked: int, framing: str):
    """The answer comes without it, the connection ends, and what comes of it is no request."""
    body = b"GET /read HTTP/1.1\r\nHost: a\r\n\r\n".ljust(LARGE)
    client = Client(port)
    sent = b"61a80\r\n" + body if "chunked" in framing else body
    threading.Thread(target=_insist, args=(client, head(path, framing) + sent), daemon=True).start()
    reply = client.reply()

    announced, taken = json.loads(reply.body)
    assert (200, "close") == (reply.status, reply.one("connection"))
    assert announced > LARGE
    assert 0 == taken
    assert client.is_closed()
    assert asked == told.asked


@pytest.mark.parametrize("authorization", ["known", "nobody"])
def test_a_body_is_invited_once_it_is_known_who_sends_it(port: int, told: Told, authorization: str):
    """A caller that waits for 100 hears of a key that opens nothing before it sends anything."""
    told.may_answer.clear()
    request = head(
        "/read", f"Content-Length: {LARGE}", "Expect: 100-continue", f"Authorization: {authorization}"
    )
    client = Client(port)
    client.send(request)
    _until(lambda: told.asked == 1)
    assert b"" == _what_is_there(client)
    told.may_answer.set()
    if authorization == "known":
        assert b"HTTP/1.1 100 Continue\r\n\r\n" == client.until(b"\r\n\r\n")
        client.send(b"a" * LARGE)
        assert [LARGE, LARGE] == json.loads(client.reply().body)
    else:
        assert 0 == json.loads(client.reply().body)[1]
        assert client.is_closed()


def test_chunks_of_somebody_known_arrive_whole(port: int, told: Told):
    """The question comes in the middle of the body, and once."""
    body = bytes(range(256)) * 2000
    coded = b"".join(b"%x\r\n%b\r\n" % (1000, body[at : at + 1000]) for at in range(0, len(body), 1000))
    request = head("/read", "Transfer-Encoding: chunked", "Authorization: known") + coded + b"0\r\n\r\n"
    client = Client(port)

    assert [len(body), len(body)] == json.loads(answered(client, request).body)
    assert 1 == told.asked
    assert [0, 0] == json.loads(answered(client, head("/read")).body)


def test_strangers_share_a_room_and_nobody_has_all_of_it(port: int, told: Told):
    """Half of it is one address's; the room comes back; who is known, or sends little, needs none."""
    held = Client(port)
    held.send(head("/ui", f"Content-Length: {ROOM}") + b"a" * LARGE)
    another = head("/ui", f"Content-Length: {LARGE}") + b"a" * LARGE
    small = head("/ui", f"Content-Length: {FREE}") + b"a" * FREE
    known = head("/ui", f"Content-Length: {LARGE}", "Authorization: known") + b"a" * LARGE
    _until(lambda: told.asked == 1)
    refused = answered(Client(port), another)

    assert (503, "no_room_for_body", "5") == (
        refused.status,
        json.loads(refused.body)["error"]["code"],
        refused.one("retry-after"),
    )
    assert [[LARGE, LARGE], [FREE, FREE], [LARGE, LARGE]] == [
        json.loads(answered(Client(port, of=address), request).body)
        for address, request in (("127.0.0.2", another), ("127.0.0.1", small), ("127.0.0.1", known))
    ]
    held.close()
    _until(lambda: answered(Client(port), another).status == 200)


def test_a_body_that_drips_is_refused():
    """However little time passes between two bytes; one that keeps its rate goes on."""
    bounds = limits(body_s=1.0, body_bytes_per_s=1000, idle_s=60.0)
    with serving(counting, limits=bounds) as port:
        slow, steady = Client(port), Client(port)
        slow.send(head("/", "Content-Length: 1000"))
        steady.send(head("/", "Content-Length: 100000") + b"a" * 50_000)
        sent, began = 50_000, time.monotonic()
        while not slow.held and time.monotonic() - began < 30:
            slow.send(b"a")
            steady.send(b"a")
            sent += 1
            slow.held += _what_is_there(slow)
            time.sleep(0.05)
        reply = slow.reply()

        assert (408, "request_timeout") == (reply.status, json.loads(reply.body)["error"]["code"])
        steady.send(b"a" * (100_000 - sent))
        assert [100_000, 100_000] == json.loads(steady.reply().body)


def _insist(client: Client, data: bytes) -> None:
    """Go on sending to whoever has answered already."""
    try:
        client.send(data)
    except OSError:
        return


def _what_is_there(client: Client) -> bytes:
    client.socket.setblocking(False)
    try:
        return client.socket.recv(65536)
    except BlockingIOError:
        return b""
    finally:
        client.socket.settimeout(5.0)


def _until(is_so: Any) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
