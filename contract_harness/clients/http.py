"""
An HTTP client that sends exactly what it is told and reports exactly what came.

It normalises no path, follows no redirect, keeps no cookie, decodes no content encoding. Whatever a
gateway may do instead of answering is a ContractBreach in plain words.
"""

from __future__ import annotations

import json as json_module
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from contract_harness.clients.bodies import MAX_BODY_BYTES
from contract_harness.clients.exchange import HttpExchange, RequestBody, has_header
from contract_harness.clients.origin import Access, Origin
from contract_harness.clients.reply import Reply
from contract_harness.clients.wire import is_silent
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience

__all__ = ["HeaderList", "HttpClient", "Reply", "RequestBody"]

MOST_OF_SEVERAL_BYTES = 8 * 1024 * 1024
"""Whoever comes with others asks for something small."""

HeaderList = Iterable[tuple[str, str]] | Mapping[str, str]


class HttpClient:
    """Sends requests to one origin. May be used by several threads.

    Connections are kept for requests that may be repeated (GET, HEAD, OPTIONS); every other request
    opens its own, since a server may close an idle connection at any moment and such a request must
    never be sent twice.

    Attributes:
        origin: scheme, host and port, as an `Origin` header names it.
        host: what the Host header says unless given.
        access: how connections are made, and what every request carries.
        prefix: the path of the base URL, put before every target.
        max_body_bytes: the largest body that is read.
    """

    def __init__(
        self,
        base_url: str,
        evidence: Evidence,
        patience: Patience,
        *,
        access: Access | None = None,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self._idle: list[socket.socket] = []
        self._origin = Origin.of(base_url, access)
        self.base_url = base_url.rstrip("/")
        self.origin = str(self._origin)
        self.access = self._origin.access
        self.evidence = evidence
        self.patience = patience
        self.host = self._origin.authority
        self.prefix = self._origin.prefix
        self.max_body_bytes = max_body_bytes

    def __repr__(self) -> str:
        return f"HttpClient({self.base_url!r})"

    def __del__(self) -> None:
        # A client is handed out freely; idle connections are its own business.
        self.close()

    @contextmanager
    def shared_by(self, count: int) -> Iterator[None]:
        """Have *count* requests at once hold little of their answers: together `MOST_OF_SEVERAL_BYTES`."""
        whole = self.max_body_bytes
        self.max_body_bytes = min(whole, MOST_OF_SEVERAL_BYTES // count)
        try:
            yield
        finally:
            self.max_body_bytes = whole

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
            if not has_header(pairs, "content-type"):
                pairs.append(("Content-Type", "application/json"))
        exchange = HttpExchange(self, method, path, pairs, body, within_s or self.patience.reply_s)
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
            return self._origin.connect(left_s)
        except TimeoutError:
            raise TimeoutError(f"no connection to {self.host} within {left_s:g} s") from None

    def idle_connection(self) -> socket.socket | None:
        """A kept connection that the server has not closed meanwhile."""
        while self._idle:
            connection = self._idle.pop()
            # Whoever speaks while idle has closed, or sends what nobody asked for: useless either way.
            if is_silent(connection):
                return connection
            connection.close()
        return None

    def keep(self, connection: socket.socket) -> None:
        """Keep *connection* for a later request."""
        self._idle.append(connection)
