"""When the admin UI gives no usable answer: one document, a warning, and over once the UI is back."""

import json
import logging
import socket
import time

import pytest

from tests.given.http_client import Client, ask, get
from tests.given.http_upstream import Upstream, page, raw
from tests.given.http_world import proxying

DOCUMENT = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}


@pytest.fixture
def ui():
    upstream = Upstream()
    yield upstream
    upstream.stop()


def is_the_document(reply) -> bool:
    is_json = reply.one("content-type") == "application/json"
    return (
        reply.status == 503
        and is_json
        and json.loads(reply.body) == DOCUMENT
        and bool(reply.one("x-request-id"))
    )


# what the UI does, its bytes
GARBAGE = [
    ("nothing", b""),
    ("half a head", b"HTTP/1.1 200 OK\r\nContent-"),
    ("not HTTP", b"SSH-2.0-OpenSSH_9\r\n\r\n"),
    ("an unknown version", b"HTTP/2.0 200 OK\r\n\r\n"),
    ("no status", b"HTTP/1.1 OK\r\n\r\n"),
    ("a status out of range", b"HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n"),
    ("a switch of protocols", b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n"),
    ("a header without a colon", b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
    ("a name with a blank", b"HTTP/1.1 200 OK\r\nX A: b\r\n\r\n"),
    ("a bare CR", b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n"),
    ("a bare LF", b"HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\n\r\n"),
    ("a NUL", b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n"),
    ("a folded header", b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n"),
    ("a control in the reason", b"HTTP/1.1 200 O\x07K\r\n\r\n"),
    ("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
    (
        "length and coding",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    ("an unknown coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"),
    ("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    ("an endless head", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000),
    ("endless interim answers", b"HTTP/1.1 100 Continue\r\n\r\n" * 40),
]


@pytest.mark.parametrize("answer", [case[1] for case in GARBAGE], ids=[case[0] for case in GARBAGE])
def test_garbage_is_unavailability(ui, answer):
    """Nothing of it reaches the browser."""
    ui.script = raw(answer)
    with proxying(ui.port) as port:
        assert is_the_document(get(port, "/admin/x"))


def test_a_ui_that_is_down_and_comes_back(caplog):
    """Refused connections are 503 with a warning; the next request after recovery is served."""
    held = socket.create_server(("127.0.0.1", 0))
    free_port = held.getsockname()[1]
    held.close()
    with proxying(free_port) as port, caplog.at_level(logging.WARNING):
        assert is_the_document(get(port, "/admin/x?secret=1", "X-Request-Id: abc"))
        assert is_the_document(ask(port, b"POST /admin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"))
        line = caplog.records[0]
        assert "WARNING" == line.levelname
        assert "/admin/x" in line.getMessage()
        assert "secret" not in line.getMessage()
        assert "abc" == line.__dict__["request_id"]

        returned = Upstream(port=free_port)
        assert 200 == get(port, "/admin/x").status
        returned.stop()


def test_a_head_request_is_told_without_a_body():
    """503 with the length of the document."""
    held = socket.create_server(("127.0.0.1", 0))
    free_port = held.getsockname()[1]
    held.close()
    with proxying(free_port) as port:
        reply = get(port, "/admin/x", method="HEAD")

    assert (503, b"") == (reply.status, reply.body)


def test_a_ui_that_does_not_accept_is_given_up_on():
    """The connect limit, not the exchange's."""
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    waiting = []
    for _ in range(3):
        each = socket.socket()
        each.setblocking(False)
        each.connect_ex(full.getsockname())
        waiting.append(each)
    with proxying(full.getsockname()[1], connect_ms=200, request_ms=5000) as port:
        began = time.monotonic()

        assert is_the_document(get(port, "/admin/x"))
        assert 0.15 < time.monotonic() - began < 2
    for each in (*waiting, full):
        each.close()


def test_a_ui_that_does_not_answer_is_given_up_on(ui):
    """The exchange limit, before the first byte."""
    ui.script = lambda conversation, _: conversation.is_hung_up_on()
    with proxying(ui.port, request_ms=300) as port:
        began = time.monotonic()

        assert is_the_document(get(port, "/admin/x"))
        assert 0.25 < time.monotonic() - began < 2


def test_a_head_that_dribbles_is_cut_at_the_limit(ui):
    """However often a piece of it comes, the answer has to have begun by then."""

    def dribble(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 OK\r\n")
        while not conversation.is_hung_up_on(within_s=0.05):
            conversation.say(b"X-More: yes\r\n")

    ui.script = dribble
    with proxying(ui.port, request_ms=400) as port:
        assert is_the_document(get(port, "/admin/x"))


@pytest.mark.parametrize("ends", [True, False])
def test_a_body_that_dribbles_is_cut_when_it_stalls(ui, ends):
    """What keeps coming has no limit; what has begun and falls silent is cut, visibly."""

    def dribble(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(12):
            conversation.say(b"1\r\na\r\n")
            time.sleep(0.05)
        if ends:
            conversation.say(b"0\r\n\r\n")
        conversation.is_hung_up_on()

    ui.script = dribble
    with proxying(ui.port, request_ms=400) as port:
        reply = get(port, "/admin/x")

    assert (200, ends) == (reply.status, reply.is_complete)
    assert reply.body == (b"a" * 12 if ends else b"")


# how the body stops short
CUTS = [
    ("counted", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
    ("chunked between chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"),
    ("chunked inside a chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"),
    (
        "chunked before the trailer ends",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
    ),
    ("a broken chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"),
]


@pytest.mark.parametrize("answer", [case[1] for case in CUTS], ids=[case[0] for case in CUTS])
def test_a_body_cut_short_is_visibly_cut(ui, answer):
    """The client never takes it for whole."""
    ui.script = raw(answer)
    with proxying(ui.port) as port:
        reply = get(port, "/admin/x")

    assert (200, False) == (reply.status, reply.is_complete)


def test_a_cut_is_visible_to_an_old_client_too(ui):
    """HTTP/1.0 knows the end only by the close: so the connection is reset."""
    ui.script = raw(CUTS[1][1])
    with proxying(ui.port) as port:
        client = Client(port)
        client.send(b"GET /admin/x HTTP/1.0\r\nHost: a\r\n\r\n")
        client.until(b"half")

        with pytest.raises(ConnectionResetError):
            client.rest()


def test_what_is_left_over_never_answers_the_next_request(ui):
    """Bytes behind an answer spoil the connection, not the next visitor's page."""
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"
    ui.script = raw(whole + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", then_close=False)
    with proxying(ui.port) as port:
        for _ in range(3):
            assert b"mine" == get(port, "/admin/x").body

    assert 3 == ui.connections


def test_a_connection_is_kept_and_its_end_is_noticed(ui):
    """Two pages over one connection; after the UI closed it, the third is served over a new one."""
    with proxying(ui.port) as port:
        client = Client(port)
        for page_number in (1, 2):
            client.send(f"GET /admin/{page_number} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            client.reply()
        assert 1 == ui.connections

        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        ui.script = raw(answer)
        get(port, "/admin/3")
        reply = ask(port, b"POST /admin/4 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")

        assert (200, 2) == (reply.status, ui.connections)


@pytest.mark.parametrize(("method", "status", "times"), [("GET", 200, 2), ("POST", 503, 1)])
def test_only_what_may_be_repeated_is_repeated(ui, method, status, times):
    """The UI reads a request on a kept connection and dies: a GET is asked again, a POST is not."""
    request = f"{method} /admin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab".encode()
    first = b"GET /admin/first HTTP/1.1\r\nHost: a\r\n\r\n"

    def dies_once(conversation, asked):
        if "/admin/x" in asked.line and asked.connection == 1:
            conversation.hang_up()
        else:
            page()(conversation, asked)

    ui.script = dies_once
    with proxying(ui.port) as port:
        # One client: its second request begins only after the first one's connection was kept.
        client = Client(port)
        replies = []
        for each in (first, request):
            client.send(each)
            replies.append(client.reply().status)

    assert [200, status] == replies
    assert times == sum("/admin/x" in asked.line for asked in ui.asked)
    assert [b"ab"] * times == [asked.body for asked in ui.asked if "/admin/x" in asked.line]


def test_an_answer_before_the_whole_request_was_read_is_relayed():
    """A UI that refuses an upload early is heard."""
    listening = socket.create_server(("127.0.0.1", 0))
    with proxying(listening.getsockname()[1]) as port:
        client = Client(port)
        client.send(
            b"POST /admin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + b"a" * 9_000_000
        )
        connected, _ = listening.accept()
        connected.recv(1000)
        connected.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")

        reply = client.reply()

        assert (413, b"big") == (reply.status, reply.body)
        connected.close()
    listening.close()
