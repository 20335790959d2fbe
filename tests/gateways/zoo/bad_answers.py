"""
Gateways that start well and answer badly, one fault each: `bad_answers.py CONFIG COMMAND FAULT [unready]`.

With `unready` the readiness path is answered as badly as everything else.
"""

from __future__ import annotations

import itertools
import json
import socket
import sys
import threading

from tests.gateways.zoo.tiny_gateway import TinyGateway, reply

GIBIBYTE = 1024**3
BLOCK = bytes(64 * 1024)
OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def closes_at_once(connection: socket.socket) -> None:
    """Hangs up instead of answering."""
    connection.shutdown(socket.SHUT_RDWR)


def never_answers(connection: socket.socket) -> None:
    """Reads the request and says nothing, until the caller hangs up."""
    while connection.recv(65536):
        pass


def garbage_bytes(connection: socket.socket) -> None:
    """Answers in no protocol at all."""
    connection.sendall(bytes(range(256)) * 16)


def endless_headers(connection: socket.socket) -> None:
    """The head of its answer never ends."""
    connection.sendall(OK.encode())
    for number in itertools.count():
        connection.sendall(f"X-Number-{number}: {number:0512}\r\n".encode())


def endless_line(connection: socket.socket) -> None:
    """The status line of its answer never ends."""
    connection.sendall(b"HTTP/1.1 200 ")
    while True:
        connection.sendall(b"O" * 65536)


def endless_informational(connection: socket.socket) -> None:
    """Says 103 again and again, and never what it was asked."""
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 64)


def endless_body(connection: socket.socket) -> None:
    """A body without an announced length, and without an end."""
    connection.sendall(f"{OK}Connection: close\r\n\r\n".encode())
    while True:
        connection.sendall(BLOCK)


def endless_stream(connection: socket.socket) -> None:
    """An event stream that is always about to say something."""
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    while True:
        connection.sendall(b"d\r\ndata: more\n\n\n\r\n")
        pause(0.01)


def endless_trailers(connection: socket.socket) -> None:
    """The body ends, the trailers do not."""
    connection.sendall(f"{OK}Transfer-Encoding: chunked\r\n\r\n0\r\n".encode())
    while True:
        connection.sendall(b"X-Trailer: more\r\n" * 64)


def byte_a_second(connection: socket.socket) -> None:
    """A good answer, one byte a second."""
    for byte in reply(b'{"status":"ok"}'):
        connection.sendall(bytes([byte]))
        pause(1.0)


def gibibyte_body(connection: socket.socket) -> None:
    """A body of one gibibyte, as announced."""
    connection.sendall(f"{OK}Content-Length: {GIBIBYTE}\r\n\r\n".encode())
    for _ in range(GIBIBYTE // len(BLOCK)):
        connection.sendall(BLOCK)


def gibibyte_chunk(connection: socket.socket) -> None:
    """A body in one chunk of one gibibyte, as announced."""
    connection.sendall(f"{OK}Transfer-Encoding: chunked\r\n\r\n{GIBIBYTE:x}\r\n".encode())
    for _ in range(GIBIBYTE // len(BLOCK)):
        connection.sendall(BLOCK)


def invalid_utf8(connection: socket.socket) -> None:
    """JSON, but for two bytes that are no UTF-8; and the same in a header."""
    connection.sendall(reply(b'{"status":"ok\xff\xfe"}', x_odd="\udcff".encode("utf-8", "replace").decode()))


def invalid_json(connection: socket.socket) -> None:
    """JSON, but for its end."""
    connection.sendall(reply(b'{"status":"ok"'))


def bottomless_json(connection: socket.socket) -> None:
    """JSON nested deeper than any reader descends."""
    connection.sendall(reply(b"[" * 200_000 + b"]" * 200_000))


def unreadable_number(connection: socket.socket) -> None:
    """JSON with a number of more digits than Python converts."""
    connection.sendall(reply(b'{"status":' + b"7" * 6000 + b"}"))


def invalid_chunking(connection: socket.socket) -> None:
    """Chunks whose sizes are no numbers."""
    connection.sendall(f"{OK}Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n".encode())


def negative_length(connection: socket.socket) -> None:
    """A body of less than nothing."""
    connection.sendall(f"{OK}Content-Length: -1\r\n\r\n{{}}".encode())


def cut_short(connection: socket.socket) -> None:
    """Half of what was announced."""
    connection.sendall(f"{OK}Content-Length: 1000\r\n\r\n{{}}".encode())


def wrong_content_type(connection: socket.socket) -> None:
    """The right answer of the wrong kind: a page that stands in for everything."""
    connection.sendall(reply(b"<!doctype html><title>welcome</title>", kind="text/html"))


def redirects_to_itself(connection: socket.socket) -> None:
    """Leads from everywhere to where one already is."""
    connection.sendall(reply(status="302 Found", kind="text/html", location="/admin"))


def control_characters(connection: socket.socket) -> None:
    """A readable answer of characters that no report can hold as they are."""
    connection.sendall(
        reply(b"\x00\x07\x1b[2J\x1b]0;owned\x07]]><script>alert(1)</script>", kind="text/plain")
    )


def odd_shapes(connection: socket.socket) -> None:
    """Well-formed JSON that is never the document that was promised; a further word picks one of them."""
    picked = sys.argv[4:]
    document = SHAPES[int(picked[0]) if picked else next(_count) % len(SHAPES)]
    connection.sendall(reply(json.dumps(document).encode()))


SHAPES: list[object] = [
    None,
    7,
    "data",
    [],
    [7],
    {"data": 7},
    {"data": "data"},
    {"data": [7], "choices": [7]},
    {"data": {"items": 7, "models": 7, "teams": 7, "users": 7, "user": 7}},
    {"data": {"items": [7], "models": [7], "teams": [7], "users": [7], "user": {"email": 7}}},
    {"error": 7},
    {"object": [], "choices": 7},
]
_count = itertools.count()
pause = threading.Event().wait


def main() -> None:
    """Serve with the fault of the command line."""
    _, _, fault, *rest = sys.argv[1:]
    TinyGateway(globals()[fault], is_ready="unready" not in rest).serve()


if __name__ == "__main__":
    main()
