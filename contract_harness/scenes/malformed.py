"""
Requests that two servers could read in two ways, byte for byte, by the names the features call them.

In each text `{path}` stands for a target and `{host}` for the value of the Host header.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FOLLOWER = "GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nX-Behind: yes\r\n\r\n"

_POST = "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\n"
_GET = "GET {path} HTTP/1.1\r\nHost: {host}\r\n"
_CHUNKED = "5\r\nhello\r\n0\r\n\r\n"

AMBIGUOUS_LENGTHS: Mapping[str, str] = MappingProxyType(
    {
        "a length and chunks": _POST + "Content-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\n" + _CHUNKED,
        "chunks and a length": _POST + "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n" + _CHUNKED,
        "two different lengths": _POST + "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello",
        "a list of different lengths": _POST + "Content-Length: 5, 0\r\n\r\nhello",
        "a negative length": _POST + "Content-Length: -5\r\n\r\nhello",
        "a length with a plus sign": _POST + "Content-Length: +5\r\n\r\nhello",
        "a length that is no number": _POST + "Content-Length: 0x5\r\n\r\nhello",
        "an unknown transfer coding": _POST + "Transfer-Encoding: cow\r\n\r\n" + _CHUNKED,
        "chunked as the first of two codings": _POST + "Transfer-Encoding: chunked, gzip\r\n\r\n" + _CHUNKED,
        "a misspelt transfer coding": _POST + "Transfer-Encoding: xchunked\r\n\r\n" + _CHUNKED,
        "a chunk size that is no number": _POST
        + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        "a chunk longer than it says": _POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
        "one honest length": _POST + "Content-Length: 5\r\n\r\nhello",
    }
)

REQUEST_LINES: Mapping[str, str] = MappingProxyType(
    {
        "an unknown version": "GET {path} HTTP/9.9\r\nHost: {host}\r\n\r\n",
        "a version of the next decade": "GET {path} HTTP/2.0\r\nHost: {host}\r\n\r\n",
        "no version": "GET {path}\r\nHost: {host}\r\n\r\n",
        "a space in the path": "GET {path}/a b HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "a method of odd characters": "G(E)T {path} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "a control character in the path": "GET {path}/a\x01b HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "nothing but noise": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "nothing odd": _GET + "\r\n",
    }
)

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "a bare carriage return": _GET + "X-Note: a\rX-Injected: yes\r\n\r\n",
        "a null byte": _GET + "X-Note: a\x00b\r\n\r\n",
        "a folded line": _GET + "X-Note: a\r\n X-Injected: yes\r\n\r\n",
        "a space before the colon": _GET + "X-Note : a\r\n\r\n",
        "a line without a colon": _GET + "X-Note\r\n\r\n",
        "an empty name": _GET + ": a\r\n\r\n",
        "an odd character in its name": _GET + "X@Note: a\r\n\r\n",
        "no host": "GET {path} HTTP/1.1\r\nX-Note: a\r\n\r\n",
        "two hosts": _GET + "Host: elsewhere.example\r\n\r\n",
        "a host that is no host": "GET {path} HTTP/1.1\r\nHost: a b/..\r\n\r\n",
        "an ordinary header": _GET + "X-Note: a: b\r\n\r\n",
    }
)

HIDDEN_LINES: Mapping[str, str] = MappingProxyType(
    {"a bare carriage return": "\r", "a folded line": "\r\n ", "a null byte": "\x00"}
)
"""What may stand before a second header inside a header's value, in an answer."""


def as_bytes(text: str, *, path: str, host: str) -> bytes:
    """A request of one of the tables for *path* at *host*, with `FOLLOWER` right behind it."""
    return (text + FOLLOWER).format(path=path or "/", host=host).encode("latin-1")


def answer_hiding(how: str, hidden: str) -> bytes:
    """An answer with *hidden* inside the value of another header."""
    value = f"a{HIDDEN_LINES[how]}{hidden}"
    return f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Note: {value}\r\n\r\nok".encode("latin-1")


UNFIT_IDS = {
    "empty": "",
    "129 characters long": "x" * 129,
    "not ASCII": "r\xe9ponse-0000000000",
    "two words": "two words-0000000000",
}
"""Request ids that no log should carry."""
