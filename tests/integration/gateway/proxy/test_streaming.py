"""Pages that take their time: streams, large bodies, slow and departed visitors."""

import hashlib
import os
import threading
import time
from pathlib import Path

from tests.given.http_client import Client, get
from tests.given.http_upstream import page
from tests.given.http_world import proxying


def test_a_page_streams(ui, port):
    """The first part is here while the last does not exist yet."""
    release = threading.Event()

    def slowly(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        release.wait(5)
        conversation.say(b"4\r\nlast\r\n0\r\n\r\n")

    ui.script = slowly
    client = Client(port)
    client.send(b"GET /admin/x HTTP/1.1\r\nHost: a\r\n\r\n")
    client.until(b"first")
    assert not release.is_set()
    release.set()

    assert client.until(b"0\r\n\r\n").endswith(b"last\r\n0\r\n\r\n")


def test_the_head_comes_before_any_body(ui, port):
    """An event stream that has nothing to say yet is open all the same."""
    release = threading.Event()

    def silent(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        release.wait(5)
        conversation.hang_up()

    ui.script = silent
    client = Client(port)
    client.send(b"GET /admin/x HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"text/event-stream" in client.until(b"\r\n\r\n")
    release.set()

    assert [] == list(client.chunks())


SIZE = 64 << 20


def test_64_mib_pass_both_ways_in_bounded_memory(ui):
    """The process grows by a fraction of what passes; here upstream and client live in it too."""
    piece = os.urandom(1 << 20)
    expected = hashlib.sha256(piece * 64).hexdigest()
    seen = []

    def drink_and_pour(conversation, asked):
        seen.append(hashlib.sha256(asked.body).hexdigest())
        asked.body = b""
        conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % SIZE)
        for _ in range(64):
            conversation.say(piece)

    ui.script = drink_and_pour
    with proxying(ui.port, request_ms=30_000) as port:
        client = Client(port)
        client.send(b"POST /admin/x HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % SIZE)
        for _ in range(64):
            client.send(piece)
        client.until(b"\r\n\r\n")
        before = resident_bytes()
        digest, left, most = hashlib.sha256(client.held), SIZE - len(client.held), 0
        while left:
            data = client.read()
            digest.update(data)
            left -= len(data)
            most = max(most, resident_bytes())

    assert [expected] == seen
    assert expected == digest.hexdigest()
    assert most - before < 24 << 20


def test_a_client_that_leaves_makes_the_ui_stop(ui, port):
    """Before the first byte of an answer, and in the middle of one."""
    noticed = []

    def waits(conversation, asked):
        if asked.line.startswith("GET /admin/stream"):
            conversation.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
        noticed.append(conversation.is_hung_up_on())

    ui.script = waits
    for path, marker in (("/admin/silent", None), ("/admin/stream", b"1\r\na\r\n")):
        client = Client(port)
        client.send(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        if marker:
            client.until(marker)
        else:
            until(lambda path=path: any(path in asked.line for asked in ui.asked))
        client.close()

    until(lambda: len(noticed) == 2)
    assert [True, True] == noticed


def test_a_slow_client_costs_the_ui_no_time(ui):
    """The limit counts waiting for the UI, not for the client."""
    body = b"a" * (8 << 20)
    ui.script = page(body)
    with proxying(ui.port, request_ms=700) as port:
        client = Client(port)
        client.send(b"GET /admin/x HTTP/1.1\r\nHost: a\r\n\r\n")
        client.until(b"\r\n\r\n")
        time.sleep(1.0)

        assert body == client.exactly(len(body))


def test_slow_pages_leave_the_api_alone(ui):
    """Twice as many held pages as there are threads for pages."""
    release = threading.Event()
    ui.script = lambda conversation, _: release.wait(5)
    with proxying(ui.port) as port:
        held = [Client(port) for _ in range(8)]
        for client in held:
            client.send(b"GET /admin/x HTTP/1.1\r\nHost: a\r\n\r\n")
        until(lambda: len(ui.asked) >= 4)
        began = time.monotonic()

        assert b"api" == get(port, "/v1/models").body
        assert time.monotonic() - began < 1
        for client in held:
            client.close()
        release.set()


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def until(holds, within_s: float = 5.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
