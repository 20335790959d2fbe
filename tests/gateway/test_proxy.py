"""The admin UI through the gateway, on real sockets: what passes, unaltered."""

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from tests.gateway.http_client import Client, ask, get
from tests.gateway.http_upstream import Upstream, page, raw
from tests.gateway.http_world import proxying


@pytest.fixture(scope="module")
def ui():
    upstream = Upstream()
    yield upstream
    upstream.stop()


@pytest.fixture(scope="module")
def port(ui):
    with proxying(ui.port) as port:
        yield port


@pytest.fixture(autouse=True)
def _fresh(request):
    if "ui" in request.fixturenames:
        ui = request.getfixturevalue("ui")
        ui.script = page()
        ui.asked.clear()


@pytest.mark.parametrize(
    "target",
    [
        "/admin",
        "/admin/",
        "/admin?",
        "/admin/a%2Fb%20c",
        "/admin/%C3%A9/~;=,@",
        "/admin//double///slash",
        "/admin/x/../y",
        "/admin/x?q=%20+&q=2&&=;?/%zz",
        "/admin/%zz%",
        '/admin/"<>^`{|}',
    ],
)
def test_the_target_arrives_exactly_as_sent(ui, port, target):
    """Not decoded, not normalised, base path and query kept."""
    assert 200 == get(port, target).status
    assert f"GET {target} HTTP/1.1" == ui.asked[-1].line


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
)
def test_every_method_passes(ui, port, method):
    """Known or not."""
    reply = get(port, "/admin/x", method=method)

    assert 200 == reply.status
    assert f"{method} /admin/x HTTP/1.1" == ui.asked[-1].line
    assert (b"" if method == "HEAD" else b"<p>hello</p>") == reply.body
    assert "12" == reply.one("content-length")


@pytest.mark.parametrize(
    "body", [b"", b"x", bytes(range(256)) * 8, os.urandom(1 << 20)], ids=["0", "1", "2k", "1M"]
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_arrives_intact(ui, port, body, is_chunked):
    """Counted or chunked; the UI always gets it counted."""
    head = b"POST /admin/x HTTP/1.1\r\nHost: a\r\n"
    if is_chunked:
        chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part)
        request = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    else:
        request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body

    assert 200 == ask(port, request).status
    assert body == ui.asked[-1].body
    assert [str(len(body))] == ui.asked[-1].all("content-length")
    assert [] == ui.asked[-1].all("transfer-encoding")


def test_no_body_is_made_up(ui, port):
    """A GET without one reaches the UI without one."""
    get(port, "/admin/x")

    assert [] == ui.asked[-1].all("content-length")


def test_the_request_id_is_the_same_everywhere(ui, port):
    """Kept from the client, else made; one for the UI and one for the client."""
    kept = get(port, "/admin/x", "X-Request-Id: abc")
    assert ["abc"] == kept.all("x-request-id") == ui.asked[-1].all("x-request-id")

    made = get(port, "/admin/x", "X-Request-Id: has blank")
    assert made.all("x-request-id") == ui.asked[-1].all("x-request-id")
    assert 36 == len(made.one("x-request-id"))


def test_a_redirect_reaches_the_browser(ui, port):
    """Status, Location and cookies; nobody follows it here."""
    location = "http://127.0.0.1:1/elsewhere"
    ui.script = page(
        b"", f"Location: {location}", "Set-Cookie: a=1", "Set-Cookie: b=2", status="303 See Other"
    )

    reply = get(port, "/admin/x")

    assert (303, [location]) == (reply.status, reply.all("location"))
    assert ["a=1", "b=2"] == reply.all("set-cookie")
    assert 1 == len(ui.asked)


def test_the_answers_headers_survive(ui, port):
    """Encoding, caching and validation are not ours to touch, nor is the Server name."""
    headers = ["Content-Type: text/html", "Content-Encoding: gzip", "Cache-Control: max-age=5", 'ETag: W/"1"']
    headers += ["Vary: a", "Vary: b", "Server: ui", "Date: Thu, 01 Jan 1970 00:00:00 GMT"]
    ui.script = page(b"\x1f\x8b..", *headers)

    reply = get(port, "/admin/x", "Accept-Encoding: gzip")

    sent = [tuple(header.split(": ", 1)) for header in headers]
    assert sent == [pair for pair in reply.headers if pair in sent]
    assert ["Thu, 01 Jan 1970 00:00:00 GMT"] == reply.all("date")
    assert [] == reply.all("via")
    assert b"\x1f\x8b.." == reply.body


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_answers_without_a_body_leave_the_connection_usable(ui, port, status):
    """And a 304 may still say how long the body would be."""
    ui.script = raw(f"HTTP/1.1 {status}\r\nETag: x\r\n\r\n".encode(), then_close=False)
    client = Client(port)
    for _ in range(2):
        client.send(b"GET /admin/x HTTP/1.1\r\nHost: a\r\n\r\n")
        reply = client.reply()

        assert int(status[:3]) == reply.status
        assert [] == reply.all("transfer-encoding")


def test_interim_answers_are_read_past(ui, port):
    """100, 102 and 103 precede the answer; they are not it."""
    interim = b"".join(b"HTTP/1.1 %d x\r\nLink: y\r\n\r\n" % status for status in (100, 102, 103))
    ui.script = raw(interim + b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok")

    reply = get(port, "/admin/x")

    assert (201, b"ok", []) == (reply.status, reply.body, reply.all("link"))


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: 1\r\n\r\n",
            b"abc",
        ),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.0 200 OK\r\n\r\nold", b"old"),
        (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b""),
    ],
    ids=["chunked", "until close", "HTTP/1.0", "no reason", "empty"],
)
def test_every_framing_is_understood(ui, port, answer, body):
    """And ends well for the client."""
    ui.script = raw(answer)

    reply = get(port, "/admin/x")

    assert (200, body, True) == (reply.status, reply.body, reply.is_complete)


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


def test_a_ui_at_the_root_and_one_with_its_own_path(ui):
    """The base path is configurable, the upstream may have a prefix."""
    with proxying(ui.port, base_path="", prefix="/own/") as port:
        assert b"<p>hello</p>" == get(port, "/anything").body
        assert "GET /own/anything HTTP/1.1" == ui.asked[-1].line
        assert b"api" == get(port, "/v1/models").body
    with proxying(ui.port, base_path="/console/ui") as port:
        assert b"<p>hello</p>" == get(port, "/console/ui/x").body
        assert b"api" == get(port, "/admin").body


def test_an_escape_is_refused_and_the_ui_not_asked(ui, port):
    """400 in the envelope, with a request id."""
    reply = get(port, "/admin/%2e%2e/v1/models", "X-Request-Id: abc")

    assert (400, ["abc"]) == (reply.status, reply.all("x-request-id"))
    assert b'"invalid_request"' in reply.body
    assert [] == ui.asked


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def until(holds, within_s: float = 5.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
