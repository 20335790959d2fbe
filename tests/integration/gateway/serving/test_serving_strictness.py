"""What the listener refuses before anybody is asked, and that it keeps serving afterwards."""

import json
import threading

import pytest

from tests.given.http_client import Client, Reply, ask
from tests.given.http_world import limits, no_api, serving


@pytest.fixture(scope="module")
def port():
    with serving(no_api, limits=limits(body_bytes=2000, head_bytes=4096)) as port:
        yield port


def head(*lines: str, first: str = "POST /x HTTP/1.1", host: str = "Host: a") -> bytes:
    return "\r\n".join([first, host, *lines, "", ""]).encode("latin-1")


# what is wrong, the bytes
SMUGGLING = [
    ("length beside a coding", head("Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n"),
    ("coding beside a length", head("Transfer-Encoding: chunked", "Content-Length: 5") + b"0\r\n\r\n"),
    ("two lengths", head("Content-Length: 1", "Content-Length: 2") + b"aa"),
    ("the same length twice", head("Content-Length: 1", "Content-Length: 1") + b"a"),
    ("a list of lengths", head("Content-Length: 1, 1") + b"a"),
    ("a signed length", head("Content-Length: +1") + b"a"),
    ("a negative length", head("Content-Length: -1")),
    ("a hexadecimal length", head("Content-Length: 0x1") + b"a"),
    ("an empty length", head("Content-Length:")),
    ("an endless length", head("Content-Length: " + "9" * 100)),
    ("two codings", head("Transfer-Encoding: gzip, chunked")),
    ("chunked twice", head("Transfer-Encoding: chunked, chunked")),
    ("two coding headers", head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
    ("an unknown coding", head("Transfer-Encoding: xchunked")),
    ("identity", head("Transfer-Encoding: identity")),
    ("a coding in HTTP/1.0", head("Transfer-Encoding: chunked", first="POST /x HTTP/1.0")),
    ("a vertical tab in the coding", head("Transfer-Encoding: \x0bchunked")),
    ("blank before the colon", head("Transfer-Encoding : chunked")),
    ("a folded header", head("X-A: 1", " folded")),
    ("a folded first header", b"GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    ("no Host", b"GET / HTTP/1.1\r\n\r\n"),
    ("two Hosts", head("Host: b")),
    ("an empty Host", head(host="Host:")),
    ("a path in Host", head(host="Host: a/b")),
    ("a user in Host", head(host="Host: u@a")),
    ("a list in Host", head(host="Host: a, b")),
    ("an unknown version", head(first="GET / HTTP/9.9")),
    ("HTTP/2's preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("no version", head(first="GET /")),
    ("a lower-case protocol", head(first="GET / http/1.1")),
    ("two blanks", head(first="GET  / HTTP/1.1")),
    ("a leading blank", head(first=" GET / HTTP/1.1")),
    ("a trailing blank", head(first="GET / HTTP/1.1 ")),
    ("a tab between", head(first="GET\t/ HTTP/1.1")),
    ("a lower-case method", head(first="get / HTTP/1.1")),
    ("a blank in the target", head(first="GET /a b HTTP/1.1")),
    ("a control character in the target", head(first="GET /a\x01 HTTP/1.1")),
    ("a fragment", head(first="GET /a#b HTTP/1.1")),
    ("a target that is no path", head(first="GET a HTTP/1.1")),
    ("a star for GET", head(first="GET * HTTP/1.1")),
    ("somebody else's absolute target", head(first="GET http://b/ HTTP/1.1")),
    ("an authority target", head(first="CONNECT a:1 HTTP/1.1")),
    ("no colon", head("nonsense")),
    ("an empty name", head(": x")),
    ("a bracket in a name", head("X[0]: x")),
    ("a NUL in a value", head("X-A: a\x00b")),
    ("a bell in a value", head("X-A: a\x07b")),
    ("DEL in a value", head("X-A: a\x7fb")),
    ("a bare CR in a value", head("X-A: a\rb")),
    ("a bare LF between headers", b"GET / HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n"),
    ("a bare LF before the request", b"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a bare CR before the request", b"\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a chunk size that is no number", head("Transfer-Encoding: chunked") + b"zz\r\n"),
    ("a signed chunk size", head("Transfer-Encoding: chunked") + b"+1\r\na\r\n0\r\n\r\n"),
    ("a prefixed chunk size", head("Transfer-Encoding: chunked") + b"0x1\r\na\r\n0\r\n\r\n"),
    ("a bare LF after a chunk size", head("Transfer-Encoding: chunked") + b"1\na\r\n0\r\n\r\n"),
    ("a chunk longer than it says", head("Transfer-Encoding: chunked") + b"1\r\nab\r\n0\r\n\r\n"),
    ("a nameless trailer", head("Transfer-Encoding: chunked") + b"0\r\nnonsense\r\n\r\n"),
    ("an endless chunk extension", head("Transfer-Encoding: chunked") + b"1;" + b"a" * 1100),
]


@pytest.mark.parametrize(
    "request_bytes", [case[1] for case in SMUGGLING], ids=[case[0] for case in SMUGGLING]
)
def test_an_ambiguous_request_is_refused_and_the_connection_closed(port, request_bytes):
    """400 in the envelope, with a request id, and nothing behind it on the connection is answered."""
    client = Client(port)
    client.send(request_bytes + b"GET /second HTTP/1.1\r\nHost: a\r\n\r\n")

    reply = client.reply()

    assert (400, "invalid_request") == refusal(reply)
    assert "close" == reply.one("connection")
    assert reply.one("x-request-id")
    assert client.is_closed()
    client.close()


# what is unusual, the bytes
ACCEPTED = [
    ("no Host in HTTP/1.0", b"GET /x HTTP/1.0\r\n\r\n"),
    ("an empty line first", b"\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a Host with a port", head("Content-Length: 0", host="Host: a:80")),
    ("an IPv6 Host", head("Content-Length: 0", host="Host: [::1]:80")),
    ("an absolute target of ours", b"GET http://a/x?y HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("an unknown method", b"BREW /x HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a chunk extension", head("Transfer-Encoding: chunked") + b'1;a="b"\r\nx\r\n0\r\n\r\n'),
    ("a trailer", head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n"),
    ("Chunked in capitals", head("Transfer-Encoding: Chunked") + b"0\r\n\r\n"),
    ("latin-1 in a value", head("Content-Length: 0", "X-A: \xe9")),
    ("an empty value", head("Content-Length: 0", "X-A:")),
]


@pytest.mark.parametrize("request_bytes", [case[1] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_an_unusual_but_clear_request_is_answered(port, request_bytes):
    """Strictness refuses nothing that can be read in one way only."""
    assert 404 == ask(port, request_bytes).status


def test_a_head_over_the_limit_is_refused(port):
    """431, however the head is cut."""
    reply = ask(port, b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 5000)

    assert (431, "request_header_too_large") == refusal(reply)


def test_empty_lines_count_for_the_head(port):
    """As many as fit are read past, and more are refused like any other head that is too large."""
    request = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"

    assert 404 == ask(port, b"\r\n" * 1000 + request).status
    assert (431, "request_header_too_large") == refusal(ask(port, b"\r\n" * 3000))


def test_a_declared_body_over_the_limit_is_refused_before_it_is_read(port):
    """413 at once; a client that insists on sending still gets to read why."""
    client = Client(port)
    client.send(head("Content-Length: 3000000"))
    threading.Thread(target=_insist, args=(client,), daemon=True).start()

    assert (413, "request_body_too_large") == refusal(client.reply())
    client.close()


def test_a_body_of_exactly_the_limit_passes(port):
    """The limit is inclusive."""
    assert 404 == ask(port, head("Content-Length: 2000") + b"a" * 2000).status


def test_a_chunked_body_over_the_limit_is_refused(port):
    """413 once the limit is passed, without waiting for an end."""
    coded = b"100\r\n" + b"a" * 256 + b"\r\n"

    assert (413, "request_body_too_large") == refusal(
        ask(port, head("Transfer-Encoding: chunked") + coded * 8)
    )


def test_continue_is_invited_and_answered(port):
    """A client that waits for 100 gets it, then its answer."""
    client = Client(port)
    client.send(head("Content-Length: 2", "Expect: 100-continue"))
    assert b"HTTP/1.1 100 Continue\r\n\r\n" == client.until(b"\r\n\r\n")
    client.send(b"ok")

    assert 404 == client.reply().status
    client.close()


def test_a_body_over_the_limit_is_not_invited(port):
    """No 100 for a body that will be refused."""
    reply = ask(port, head("Content-Length: 3000000", "Expect: 100-continue"))

    assert (413, "request_body_too_large") == refusal(reply)


def test_pipelined_requests_are_answered_in_order(port):
    """Two requests in one packet, two answers."""
    client = Client(port)
    client.send(b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")

    assert [404, 404] == [client.reply().status, client.reply().status]
    client.close()


def test_head_and_body_may_arrive_byte_by_byte(port):
    """Wherever the packets are cut."""
    client = Client(port)
    for byte in head("Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n":
        client.send(bytes([byte]))

    assert 404 == client.reply().status
    client.close()


def refusal(reply: Reply) -> tuple[int, str]:
    document = json.loads(reply.body)
    assert {"error"} == set(document)
    assert {"message", "type", "code", "param"} == set(document["error"])
    return reply.status, document["error"]["code"]


def _insist(client: Client) -> None:
    try:
        for _ in range(30):
            client.send(b"a" * 100_000)
    except OSError:
        pass
