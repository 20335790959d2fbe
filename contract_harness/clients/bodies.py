"""Bodies as HTTP/1.1 frames them: counted, chunked, or ended by the connection; bounded by the caller."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from contract_harness.clients.wire import ByteStream, Closed, Garbage, Head
from contract_harness.evidence.wording import octets

MAX_BODY_BYTES = 80 * 1024 * 1024
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")


@dataclass(slots=True)
class Body:
    """A body as far as it came.

    Attributes:
        complete: every promised byte came; a body that only ends with the connection is complete when
            the peer closed cleanly.
        framing: "length", "chunked", "close" or "none".
        trouble: why it is not complete.
    """

    framing: str
    content: bytearray = field(default_factory=bytearray)
    complete: bool = False
    trouble: str = ""


def read_body(stream: ByteStream, head: Head, *, method: str, max_bytes: int = MAX_BODY_BYTES) -> Body:
    """Read the body that belongs to *head*; what is missing is said in the result, not raised.

    Raises:
        Garbage: the framing is not HTTP/1.1, or the body is larger than *max_bytes*.
        TooSlow: the deadline passed.
    """
    body = Body(_framing(head, method))
    try:
        if body.framing == "length":
            _read_length(stream, head, body, max_bytes)
        elif body.framing == "chunked":
            _read_chunks(stream, body, max_bytes)
        elif body.framing == "close":
            _read_to_end(stream, body, max_bytes)
        body.complete = True
    except Closed as closed:
        body.content += stream.buffer
        stream.buffer.clear()
        body.trouble = f"{closed} after {len(body.content)} bytes of the body"
        body.complete = body.framing == "close" and str(closed) == "closed"
    return body


def _framing(head: Head, method: str) -> str:
    if method == "HEAD" or head.status in {101, 204, 304}:
        return "none"
    if any("chunked" in value.lower() for value in head.headers_named("transfer-encoding")):
        return "chunked"
    return "length" if head.headers_named("content-length") else "close"


def _read_length(stream: ByteStream, head: Head, body: Body, max_bytes: int) -> None:
    lengths = set(head.headers_named("content-length"))
    text = lengths.pop()
    if lengths or not text.isascii() or not text.isdigit():
        raise Garbage(f"the content-length {text}")
    length = int(text)
    if length > max_bytes:
        raise Garbage(f"a body of {length} bytes, the harness reads at most {max_bytes}")
    body.content += stream.exactly(length)


def _read_chunks(stream: ByteStream, body: Body, max_bytes: int) -> None:
    while True:
        size_text = stream.line().split(b";", 1)[0].strip()
        if not _CHUNK_SIZE.fullmatch(size_text):
            raise Garbage(f"the chunk size {octets(size_text, 40)}")
        size = int(size_text, 16)
        if len(body.content) + size > max_bytes:
            raise Garbage(f"a body of more than {max_bytes} bytes")
        if size == 0:
            while stream.line():
                pass
            return
        body.content += stream.exactly(size)
        if stream.exactly(2) != b"\r\n":
            raise Garbage("a chunk that is longer than it said")


def _read_to_end(stream: ByteStream, body: Body, max_bytes: int) -> None:
    while True:
        body.content += stream.buffer
        stream.buffer.clear()
        if len(body.content) > max_bytes:
            raise Garbage(f"a body of more than {max_bytes} bytes")
        stream.more()
