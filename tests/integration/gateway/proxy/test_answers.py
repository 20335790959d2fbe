"""What of the admin UI's answer reaches the visitor: all of it, in any framing."""

import pytest

from tests.given.http_client import Client, get
from tests.given.http_upstream import page, raw


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
