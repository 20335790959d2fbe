"""One request on its way: framed, sent, answered, recorded."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from typing import Protocol

from contract_harness.clients.bodies import Body, read_body
from contract_harness.clients.origin import Access
from contract_harness.clients.reply import Reply
from contract_harness.clients.wire import (
    ByteStream,
    Closed,
    Garbage,
    Head,
    TooSlow,
    send_all,
)
from contract_harness.errors import ContractBreach
from contract_harness.evidence.recorder import BODY_KEPT_BYTES, Evidence
from contract_harness.evidence.wording import fault

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})

RequestBody = bytes | Iterable[bytes] | None


class Connections(Protocol):
    """What an exchange needs of its client."""

    evidence: Evidence
    access: Access
    origin: str
    host: str
    prefix: str
    max_body_bytes: int

    def connect(self, deadline: float) -> socket.socket:
        """A new connection to the origin."""

    def idle_connection(self) -> socket.socket | None:
        """A kept connection that the server has not closed meanwhile."""

    def keep(self, connection: socket.socket) -> None:
        """Keep *connection* for a later request."""


class HttpExchange:
    """One request on its way over a connection of *client*; `run` sends it and reads the answer."""

    def __init__(
        self,
        client: Connections,
        method: str,
        path: str,
        headers: list[tuple[str, str]],
        body: RequestBody,
        within_s: float,
    ) -> None:
        self._client = client
        self._method = method
        self._target = client.prefix + path
        self._body = body
        self._within_s = within_s
        self._began = time.monotonic()
        self._deadline = self._began + within_s
        self._head_bytes, self._headers = self._framed(headers)
        self._sent_body_bytes = 0
        self._sent_body = bytearray()
        self._head_s = 0.0
        self._repeatable = method in _REPEATABLE and body is None

    def run(self) -> Reply:
        __tracebackhide__ = True
        answer = None
        try:
            answer = self._exchange()
        except (Closed, TooSlow, Garbage, OSError) as error:
            trouble = self._in_words(error)
        # Raised out here: the breach is kept, and would keep that error and all that was read before it.
        if answer is None:
            self._record(None, None, trouble)
            raise ContractBreach(f"{self._method} {self._target} is answered", trouble)
        head, body = answer
        trouble = "" if body.complete else f"the answer was cut short: {body.trouble}"
        reply = self._record(head, body, trouble)
        if trouble:
            raise ContractBreach(f"{self._method} {self._target} is answered in full", trouble, reply.shown)
        return reply

    def _exchange(self) -> tuple[Head, Body]:
        kept = self._client.idle_connection() if self._repeatable else None
        if kept is not None:
            stream = ByteStream(kept, self._deadline)
            try:
                return self._over(stream)
            except Closed:
                kept.close()
                if stream.received_bytes:
                    raise
        return self._over(ByteStream(self._client.connect(self._deadline), self._deadline))

    def _over(self, stream: ByteStream) -> tuple[Head, Body]:
        try:
            send_all(stream, self._pieces().__next__)
            head = stream.head()
            self._head_s = time.monotonic() - self._began
            body = read_body(stream, head, method=self._method, max_bytes=self._client.max_body_bytes)
        except BaseException:
            stream.connection.close()
            raise
        if self._may_be_kept(stream, head, body):
            self._client.keep(stream.connection)
        else:
            stream.connection.close()
        return head, body

    def _may_be_kept(self, stream: ByteStream, head: Head, body: Body) -> bool:
        closes = any("close" in value.lower() for value in head.headers_named("connection"))
        framed = body.complete and body.framing != "close" and not stream.buffer
        return self._repeatable and framed and head.version == "1.1" and not closes

    def _framed(self, headers: list[tuple[str, str]]) -> tuple[bytes, list[tuple[str, str]]]:
        pairs = list(headers)
        if not has_header(pairs, "host"):
            pairs.insert(0, ("Host", self._client.host))
        given = [one for one in self._client.access.headers if not has_header(pairs, one.name.lower())]
        framed = has_header(pairs, "content-length") or has_header(pairs, "transfer-encoding")
        if isinstance(self._body, bytes) and not framed:
            pairs.append(("Content-Length", str(len(self._body))))
        elif self._body is None and self._method in {"POST", "PUT", "PATCH"} and not framed:
            pairs.append(("Content-Length", "0"))
        elif self._body is not None and not framed:
            pairs.append(("Transfer-Encoding", "chunked"))
        sent = [*((one.name, one.value) for one in given), *pairs]
        lines = [f"{self._method} {self._target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent)]
        shown = [*(one.shown for one in given), *pairs]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), shown

    def _pieces(self) -> Iterator[bytes | None]:
        if self._body is None:
            yield self._head_bytes
        elif isinstance(self._body, bytes):
            self._sent_body_bytes = len(self._body)
            yield self._head_bytes + self._body
        else:
            yield self._head_bytes
            chunked = not has_header(self._headers, "content-length")
            for piece in self._body:
                self._sent_body_bytes += len(piece)
                if len(self._sent_body) <= BODY_KEPT_BYTES:
                    self._sent_body += piece
                if piece:
                    yield b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
            if chunked:
                yield b"0\r\n\r\n"
        yield None

    def _in_words(self, error: Exception) -> str:
        if isinstance(error, Garbage):
            return f"not HTTP/1.1: {error}"
        if isinstance(error, Closed):
            return f"the connection was {error} before an answer came"
        if isinstance(error, TimeoutError):
            return str(error)
        if isinstance(error, TooSlow):
            return f"no whole answer within {self._within_s:g} s"
        if isinstance(error, ConnectionRefusedError):
            return f"the connection to {self._client.host} was refused"
        return f"the connection to {self._client.host} failed ({fault(error)})"

    def _record(self, head: Head | None, body: Body | None, trouble: str) -> Reply:
        elapsed_s = time.monotonic() - self._began
        reply = Reply(
            status=head.status if head else 0,
            reason=head.reason if head else "",
            headers=head.headers if head else (),
            body=bytes(body.content) if body else b"",
            elapsed_s=elapsed_s,
            request=f"{self._method} {self._target}",
        )
        sent = self._body if isinstance(self._body, bytes) else bytes(self._sent_body)
        self._client.evidence.record_exchange(
            method=self._method,
            url=self._client.origin + self._target,
            origin=self._client.origin,
            files=self._client.access.files,
            request_headers=self._headers,
            request_body=sent,
            request_body_bytes=self._sent_body_bytes,
            status=reply.status,
            reason=reply.reason,
            response_headers=reply.headers,
            response_body=reply.body,
            began=self._began,
            head_s=self._head_s,
            elapsed_s=elapsed_s,
            trouble=trouble,
        )
        return reply


def has_header(headers: Iterable[tuple[str, str]], name: str) -> bool:
    """A header of that (lower-case) name is among *headers*."""
    return any(key.lower() == name for key, _ in headers)
