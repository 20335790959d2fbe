"""
An HTTP client that sends exactly what it is told and reports exactly what came.

It normalises no path, follows no redirect, keeps no cookie, decodes no content encoding. Whatever a
gateway may do instead of answering is a ContractBreach in plain words.
"""

from __future__ import annotations

import json as json_module
import select
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from contract_harness.clients.wire import (
    MAX_BODY_BYTES,
    Body,
    ByteStream,
    Closed,
    Garbage,
    Head,
    TooSlow,
    read_body,
    send_all,
)
from contract_harness.errors import ContractBreach, HarnessError
from contract_harness.evidence import Evidence
from contract_harness.patience import Patience

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})
_SHOWN_CHARS = 500

HeaderList = Iterable[tuple[str, str]] | Mapping[str, str]
RequestBody = bytes | Iterable[bytes] | None


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer.

    Attributes:
        headers: names as they came, repeated ones repeated, in order.
        body: as it came on the wire after chunks were joined; never decompressed.
        elapsed_s: from the first byte sent to the last byte read.
        request: "METHOD path" it answers, for messages.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    elapsed_s: float
    request: str = ""

    def header(self, name: str) -> str | None:
        """The first value of header *name*, None when absent."""
        return next(iter(self.headers_named(name)), None)

    def headers_named(self, name: str) -> list[str]:
        """Every value of header *name*, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 show as replacement characters."""
        return self.body.decode("utf-8", "replace")

    @property
    def shown(self) -> str:
        """Status and clipped body, for the detail of a breach."""
        return f"{self.status} {self.reason}: {self.text[:_SHOWN_CHARS] or '(empty body)'}"

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ContractBreach: it is none.
        """
        __tracebackhide__ = True
        try:
            return json_module.loads(self.body)
        except ValueError:
            raise ContractBreach(
                f"{self.request} answers JSON", "a body that is not JSON", self.shown
            ) from None

    def cookies(self) -> dict[str, str]:
        """What the answer's Set-Cookie headers set, by name; a cleared cookie has the empty value."""
        found: dict[str, str] = {}
        for line in self.headers_named("set-cookie"):
            jar: SimpleCookie = SimpleCookie()
            try:
                jar.load(line.split(";", 1)[0])
            except CookieError:
                continue
            found.update({name: morsel.value for name, morsel in jar.items()})
        return found


class HttpClient:
    """Sends requests to one origin. May be used by several threads.

    Connections are kept for requests that may be repeated (GET, HEAD, OPTIONS); every other request
    opens its own, since a server may close an idle connection at any moment and such a request must
    never be sent twice.
    """

    def __init__(
        self, base_url: str, evidence: Evidence, patience: Patience, *, max_body_bytes: int = MAX_BODY_BYTES
    ) -> None:
        self._idle: list[socket.socket] = []
        parts = urlsplit(base_url)
        if parts.scheme != "http" or not parts.hostname:
            raise HarnessError(
                f"{base_url!r} is not an http:// URL: the harness speaks plain HTTP to the gateway itself."
            )
        self.base_url = base_url.rstrip("/")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.evidence = evidence
        self.patience = patience
        self._host = parts.netloc
        self._address = (parts.hostname, parts.port or 80)
        self._prefix = parts.path.rstrip("/")
        self._max_body_bytes = max_body_bytes

    def __repr__(self) -> str:
        return f"HttpClient({self.base_url!r})"

    def __del__(self) -> None:
        # A client is handed out freely; idle connections are its own business.
        self.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: HeaderList = (),
        body: RequestBody = None,
        json: Any = None,
        within_s: float | None = None,
    ) -> Reply:
        """Send one request and read its whole answer.

        Args:
            path: the raw target, sent exactly as given (query included).
            headers: sent in order, repeated ones repeated. `Host` and the framing header are added
                unless given; nothing else is. `json` adds its content type unless given.
            body: bytes (with a content-length), or an iterable of bytes (chunked, one chunk each).
            json: a value to send as JSON instead of *body*.
            within_s: time for the whole exchange, instead of `Patience.reply_s`.

        Raises:
            ContractBreach: refused, reset, cut short, too slow, too large, or not HTTP/1.1.
        """
        __tracebackhide__ = True
        pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
        if json is not None:
            body = json_module.dumps(json).encode()
            if not _has(pairs, "content-type"):
                pairs.append(("Content-Type", "application/json"))
        exchange = _Exchange(self, method, path, pairs, body, within_s or self.patience.reply_s)
        return exchange.run()

    def get(self, path: str, *, headers: HeaderList = ()) -> Reply:
        """GET *path*."""
        __tracebackhide__ = True
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, *, headers: HeaderList = (), body: RequestBody = None, json: Any = None
    ) -> Reply:
        """POST to *path*."""
        __tracebackhide__ = True
        return self.send("POST", path, headers=headers, body=body, json=json)

    def close(self) -> None:
        """Close the idle connections; the client can still be used."""
        while self._idle:
            self._idle.pop().close()

    def connect(self, deadline: float) -> socket.socket:
        """A new connection to the origin."""
        left_s = max(0.001, min(self.patience.connect_s, deadline - time.monotonic()))
        try:
            connection = socket.create_connection(self._address, timeout=left_s)
        except TimeoutError:
            raise TimeoutError(f"no connection to {self._host} within {left_s:g} s") from None
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def idle_connection(self) -> socket.socket | None:
        """A kept connection that the server has not closed meanwhile."""
        while self._idle:
            connection = self._idle.pop()
            # Readable while idle means closed, or bytes nobody asked for: useless either way.
            if not select.select([connection], [], [], 0)[0]:
                return connection
            connection.close()
        return None

    def keep(self, connection: socket.socket) -> None:
        """Keep *connection* for a later request."""
        self._idle.append(connection)

    @property
    def host(self) -> str:
        """What the Host header says unless given."""
        return self._host

    @property
    def prefix(self) -> str:
        """The path of the base URL, put before every target."""
        return self._prefix

    @property
    def max_body_bytes(self) -> int:
        """The largest body that is read."""
        return self._max_body_bytes


class _Exchange:
    """One request on its way."""

    def __init__(
        self,
        client: HttpClient,
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
        self._repeatable = method in _REPEATABLE and body is None

    def run(self) -> Reply:
        __tracebackhide__ = True
        try:
            head, body = self._exchange()
        except (Closed, TooSlow, Garbage, OSError) as error:
            trouble = self._in_words(error)
            self._record(None, None, trouble)
            raise ContractBreach(f"{self._method} {self._target} is answered", trouble) from None
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
        closes = any("close" in value.lower() for value in head.named("connection"))
        framed = body.complete and body.framing != "close" and not stream.buffer
        return self._repeatable and framed and head.version == "1.1" and not closes

    def _framed(self, headers: list[tuple[str, str]]) -> tuple[bytes, list[tuple[str, str]]]:
        pairs = list(headers)
        if not _has(pairs, "host"):
            pairs.insert(0, ("Host", self._client.host))
        framed = _has(pairs, "content-length") or _has(pairs, "transfer-encoding")
        if isinstance(self._body, bytes) and not framed:
            pairs.append(("Content-Length", str(len(self._body))))
        elif self._body is None and self._method in {"POST", "PUT", "PATCH"} and not framed:
            pairs.append(("Content-Length", "0"))
        elif self._body is not None and not framed:
            pairs.append(("Transfer-Encoding", "chunked"))
        lines = [f"{self._method} {self._target} HTTP/1.1", *(f"{name}: {value}" for name, value in pairs)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), pairs

    def _pieces(self) -> Iterator[bytes | None]:
        if self._body is None:
            yield self._head_bytes
        elif isinstance(self._body, bytes):
            self._sent_body_bytes = len(self._body)
            yield self._head_bytes + self._body
        else:
            yield self._head_bytes
            chunked = not _has(self._headers, "content-length")
            for piece in self._body:
                self._sent_body_bytes += len(piece)
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
        return f"the connection to {self._client.host} failed ({error})"

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
        sent = self._body if isinstance(self._body, bytes) else b""
        self._client.evidence.record_exchange(
            method=self._method,
            url=self._client.origin + self._target,
            request_headers=self._headers,
            request_body=sent,
            request_body_bytes=self._sent_body_bytes,
            status=reply.status,
            reason=reply.reason,
            response_headers=reply.headers,
            response_body=reply.body,
            began=self._began,
            elapsed_s=elapsed_s,
            trouble=trouble,
        )
        return reply


def _has(headers: Iterable[tuple[str, str]], name: str) -> bool:
    return any(key.lower() == name for key, _ in headers)
