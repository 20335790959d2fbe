"""Calling the gateway's API in a visitor's name."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from reference_gateway.admin_ui.visitor import Visitor

_SAFE = frozenset({"GET", "HEAD"})


class GatewayUnreachable(Exception):
    """The gateway did not answer, or what answered is not a gateway."""


class GatewayFailed(Exception):
    """The gateway answered that it cannot serve (a 5xx); the message is the gateway's."""


@dataclass(frozen=True, slots=True)
class GatewayReply:
    """One answer of the API, opened."""

    status: int
    data: Any
    """The `data` member of a success; None for a refusal."""
    code: str = ""
    """The wire code of a refusal."""
    message: str = ""
    """The refusal in the gateway's words."""
    set_cookies: tuple[str, ...] = field(default=(), repr=False)
    """Every `Set-Cookie` value as sent; they belong to the browser."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class GatewayClient:
    """The gateway as an HTTP address.

    A connection is made per call: the gateway is next door, and a kept connection can die between two pages.
    The time limit lets the two calls of one page end within the gateway proxy's own ten seconds.
    """

    def __init__(self, origin: str, *, timeout_s: float = 4.5, reply_limit_bytes: int = 8 << 20) -> None:
        parts = urlsplit(origin)
        self._authority = parts.netloc
        self._scheme = parts.scheme
        self._timeout_s = timeout_s
        self._reply_limit_bytes = reply_limit_bytes

    def get(self, path: str, visitor: Visitor) -> GatewayReply:
        """Ask for `path` with the visitor's cookie.

        Raises:
            GatewayUnreachable: no answer, or not the API's envelope.
            GatewayFailed: the gateway answered with a 5xx.
        """
        return self._call("GET", path, visitor, None)

    def post(self, path: str, visitor: Visitor, body: Mapping[str, str]) -> GatewayReply:
        """Send `body` as JSON; raises as `get` does."""
        return self._call("POST", path, visitor, body)

    def _call(self, method: str, path: str, visitor: Visitor, body: Mapping[str, str] | None) -> GatewayReply:
        secure = self._scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._authority, timeout=self._timeout_s)
        payload = None if body is None else json.dumps(body).encode()
        try:
            connection.request(method, path, payload, self._headers(method, visitor))
            response = connection.getresponse()
            content = response.read(self._reply_limit_bytes + 1)
            cookies = tuple(response.headers.get_all("set-cookie") or ())
        except (OSError, http.client.HTTPException) as error:
            raise GatewayUnreachable(f"{method} {path}: {type(error).__name__}") from error
        finally:
            connection.close()
        if len(content) > self._reply_limit_bytes:
            raise GatewayUnreachable(f"{method} {path}: the answer is over {self._reply_limit_bytes} bytes")
        return _opened(f"{method} {path}", response.status, content, cookies)

    def _headers(self, method: str, visitor: Visitor) -> dict[str, str]:
        headers = {"accept": "application/json", "x-request-id": visitor.request_id}
        # The host the visitor sees, whether or not the gateway believes our x-forwarded-host; the connection
        # itself always goes to the configured origin.
        headers["host"] = visitor.public_host or self._authority
        headers.update(visitor.forwarded)
        if visitor.cookie is not None:
            headers["cookie"] = visitor.cookie
        if method not in _SAFE:
            headers["content-type"] = "application/json"
            # The form was already checked to be our own; the gateway compares this with the host it is told.
            headers["origin"] = f"{visitor.scheme or self._scheme}://{headers['host']}"
        return headers


def _opened(call: str, status: int, content: bytes, cookies: tuple[str, ...]) -> GatewayReply:
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if 200 <= status < 300 and isinstance(document, dict) and "data" in document:
        return GatewayReply(status, document["data"], set_cookies=cookies)
    error = document.get("error") if isinstance(document, dict) else None
    if status < 400 or not isinstance(error, dict):
        raise GatewayUnreachable(f"{call}: status {status} without the API's envelope")
    message = str(error.get("message", ""))
    if status >= 500:
        raise GatewayFailed(message)
    return GatewayReply(status, None, str(error.get("code", "")), message, cookies)
