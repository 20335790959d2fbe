"""Bodies by the names the features call them, in either direction."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contract_harness.clients.http import RequestBody
from contract_harness.upstreams.http_server import Answer, generated, generated_sha256

MIB_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Payload:
    """A body that can be sent by a visitor or answered by a simulated server.

    Attributes:
        content: all of it; None for `generated_bytes` of the generated pattern.
        chunks: how it is cut into chunks; None to send it with its length announced.
        content_type: what it is sent as.
        closes: as an answer it ends by closing the connection, with no length and no chunks.
        encoding: its content encoding.
    """

    content: bytes | None
    generated_bytes: int = 0
    chunks: tuple[bytes, ...] | None = None
    content_type: str = "application/octet-stream"
    closes: bool = False
    encoding: str = ""

    @property
    def length(self) -> int:
        """In bytes."""
        return self.generated_bytes if self.content is None else len(self.content)

    @property
    def sha256(self) -> str:
        """Of all of it, hex."""
        if self.content is None:
            return generated_sha256(self.generated_bytes)
        return hashlib.sha256(self.content).hexdigest()

    @property
    def request_headers(self) -> tuple[tuple[str, str], ...]:
        """The content type, and the length where the client cannot know it."""
        kind = ("Content-Type", self.content_type)
        return (kind, ("Content-Length", str(self.length))) if self.content is None else (kind,)

    def request_body(self) -> RequestBody:
        """As `HttpClient.send` takes it."""
        if self.content is None:
            return generated(self.generated_bytes)
        return self.content if self.chunks is None else iter(self.chunks)

    def answer(self) -> Answer:
        """As a simulated server answers it."""
        headers = (("Content-Type", self.content_type), *self._encoding_header())
        if self.closes:
            head = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers)
            return Answer(raw=b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + (self.content or b""))
        if self.content is None:
            return Answer(headers=headers, repeat_bytes=self.generated_bytes)
        return Answer(headers=headers, body=self.content, chunks=self.chunks)

    def _encoding_header(self) -> Iterator[tuple[str, str]]:
        if self.encoding:
            yield ("Content-Encoding", self.encoding)


def _cut(content: bytes, sizes: Iterable[int]) -> tuple[bytes, ...]:
    pieces = []
    for size in sizes:
        pieces.append(content[:size])
        content = content[size:]
    return (*pieces, content) if content else tuple(pieces)


_EVERY_BYTE = bytes(range(256)) * 4
_MEBIBYTE = b"".join(generated(MIB_BYTES))
_PAGE = b"<!doctype html><title>Keys</title>" + b"<p>A key opens /v1.</p>" * 40
_GZIPPED = gzip.compress(_PAGE, mtime=0)

PAYLOADS: dict[str, Payload] = {
    "an empty body": Payload(b""),
    "a form": Payload(b"name=J%C3%BCrg&note=a+b&note=", content_type="application/x-www-form-urlencoded"),
    "every byte there is": Payload(_EVERY_BYTE),
    "text that looks like a chunk": Payload(b"5\r\nhello\r\n0\r\n\r\n", content_type="text/plain"),
    "a body in chunks": Payload(_EVERY_BYTE, chunks=_cut(_EVERY_BYTE, (1, 2, 300, 13))),
    "a body in chunks of one byte": Payload(b"one by one", chunks=_cut(b"one by one", (1,) * 10)),
    "a body that ends by closing": Payload(_EVERY_BYTE, closes=True),
    "a page compressed with gzip": Payload(
        _GZIPPED, content_type="text/html; charset=utf-8", encoding="gzip"
    ),
    "a page compressed with gzip, in chunks": Payload(
        _GZIPPED, chunks=_cut(_GZIPPED, (1, 9, 20)), content_type="text/html", encoding="gzip"
    ),
    "a page compressed with deflate": Payload(
        zlib.compress(_PAGE), content_type="text/html; charset=utf-8", encoding="deflate"
    ),
    "a page in a coding that nobody knows": Payload(_PAGE[::-1], content_type="text/html", encoding="x-odd"),
    "a mebibyte": Payload(_MEBIBYTE),
    "a mebibyte in chunks": Payload(_MEBIBYTE, chunks=_cut(_MEBIBYTE, (65536,) * 16)),
    "64 MiB": Payload(None, generated_bytes=64 * MIB_BYTES),
}
"""By name. Every one differs from what a server would make up by itself."""
