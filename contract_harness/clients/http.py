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
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from contract_harness.clients.bodies import MAX_BODY_BYTES
from contract_harness.clients.exchange import HttpExchange, RequestBody, has_header
from contract_harness.clients.reply import Reply
from contract_harness.errors import HarnessError
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience

__all__ = ["HeaderList", "HttpClient", "Reply", "RequestBody"]

HeaderList = Iterable[tuple[str, str]] | Mapping[str, str]


class HttpClient:
    """Sends requests to one origin. May be used by several threads.

    Connections are kept for requests that may be repeated (GET, HEAD, OPTIONS); every other request
    opens its own, since a server may close an idle connection at any moment and such a request must
    never be sent twice.

    Attributes:
        origin: scheme, host and port, as an `Origin` header names it.
        host: what the Host header says unless given.
        prefix: the path of the base URL, put before every target.
        max_body_bytes: the largest body that is read.
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
        self.host = parts.netloc
        self._address = (parts.hostname, parts.port or 80)
        self.prefix = parts.path.rstrip("/")
        self.max_body_bytes = max_body_bytes

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
            connection = socket.create_connection(self._address, timeout=left_s)
        except TimeoutError:
            raise TimeoutError(f"no connection to {self.host} within {left_s:g} s") from None
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
