"""An upstream that speaks OpenAI's HTTP dialect (observed gateway, 4.7 and 4.8)."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reference_gateway.domain.errors import UpstreamHttpError, UpstreamTimeout, UpstreamTransport
from reference_gateway.domain.models import Route
from reference_gateway.domain.secrets import Secret
from reference_gateway.providers.openai_body import chat_body

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

logger = logging.getLogger("gateway.providers")

MAX_ANSWER_BYTES = 64 * 1024 * 1024
PIECE_BYTES = 64 * 1024

LOOKS_LIKE_OURS = frozenset({401, 403, 407})
"""Statuses that would tell the caller their own key is wrong, when it is the gateway's that is."""


class OpenAiCompat:
    """One configured upstream. Redirects are not followed; no header of the caller's is passed on."""

    def __init__(
        self,
        *,
        key: str,
        base_url: str,
        token: Secret | None = None,
        default_headers: Mapping[str, str] | None = None,
        total_ms: int = 120_000,
    ) -> None:
        self._key = key
        self._base = urlsplit(base_url.rstrip("/"))
        self._token = token
        self._default_headers = dict(default_headers or {})
        self._total_s = total_ms / 1000

    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """Ask for one whole completion.

        Raises:
            UpstreamTimeout: the whole exchange took longer than `timeouts.total_ms`.
            UpstreamTransport: no connection, or an answer that is not a JSON object.
            UpstreamHttpError: any other status than 2xx; its body stays here.
        """
        payload = json.dumps(chat_body(route, body)).encode()
        status, text = self._exchange(
            "/chat/completions", payload, self.headers(route, request_id), request_id
        )
        if not 200 <= status < 300:
            logger.warning("provider %s answered %d", self._key, status, extra={"request_id": request_id})
            raise self.refusal(status)
        try:
            answer = json.loads(text)
        except ValueError:
            raise UpstreamTransport("upstream provider answered with something that is not JSON") from None
        if not isinstance(answer, dict):
            raise UpstreamTransport("upstream provider answered with JSON that is not an object")
        return answer

    def headers(self, route: Route, request_id: str) -> dict[str, str]:
        """Everything the upstream is told beside the body; a route's header replaces the provider's."""
        told = {"content-type": "application/json", "accept": "*/*"}
        for extra in (self._default_headers, route.extra_headers):
            told.update({name.lower(): value for name, value in extra.items()})
        told["x-request-id"] = request_id
        if self._token is not None:
            told["authorization"] = f"Bearer {self._token.reveal()}"
        return told

    def refusal(self, status: int) -> UpstreamHttpError:
        """The upstream's own status, unless the caller would misread it."""
        error = UpstreamHttpError(status)
        if status in LOOKS_LIKE_OURS or not 400 <= status <= 599:
            error.status = 502
        return error

    def _exchange(
        self, path: str, payload: bytes, headers: Mapping[str, str], request_id: str
    ) -> tuple[int, bytes]:
        from http.client import HTTPException

        deadline = time.monotonic() + self._total_s
        connection = self._connection()
        try:
            connection.request("POST", self._base.path + path, body=payload, headers=dict(headers))
            _limit(connection, deadline)
            response = connection.getresponse()
            return response.status, _read(connection, response, deadline)
        except TimeoutError:
            raise UpstreamTimeout from None
        except (OSError, HTTPException) as broken:
            note = {"request_id": request_id}
            logger.warning("provider %s failed: %s", self._key, type(broken).__name__, extra=note)
            raise UpstreamTransport("upstream provider could not be reached") from broken
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        # Imported here: a gateway that has no call to make does not pay for the client.
        from http.client import HTTPConnection, HTTPSConnection

        kind = HTTPSConnection if self._base.scheme == "https" else HTTPConnection
        return kind(self._base.hostname or "", self._base.port, timeout=self._total_s)


def _read(connection: HTTPConnection, response: HTTPResponse, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        _limit(connection, deadline)
        piece = response.read1(PIECE_BYTES)
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise UpstreamTransport("upstream provider's answer is too large")
    if response.length:
        raise UpstreamTransport("upstream provider's answer was cut short")
    return b"".join(pieces)


def _limit(connection: HTTPConnection, deadline: float) -> None:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left_s)
