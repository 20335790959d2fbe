"""An upstream that speaks OpenAI's HTTP dialect (observed gateway, 4.7 and 4.8)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from reference_gateway.config import ReferenceUnresolved
from reference_gateway.domain import json_text
from reference_gateway.domain.errors import UpstreamError, UpstreamHttpError, UpstreamTransport
from reference_gateway.domain.models import Route
from reference_gateway.domain.secrets import Secret
from reference_gateway.domain.sse import Event, EventReader, EventTooLarge
from reference_gateway.providers.exchange import Exchange, Head
from reference_gateway.providers.openai_body import chat_body, embeddings_body

logger = logging.getLogger("gateway.providers")

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
        resolve: Callable[[str], str] = str,
        total_ms: int = 120_000,
        trace_headers: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """
        Args:
            resolve: what the value of a configured header stands for; raises ReferenceUnresolved.
            trace_headers: what tells the upstream which span of ours calls it.
        """
        self._key = key
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._default_headers = dict(default_headers or {})
        self._resolve = resolve
        self._trace_headers = trace_headers
        self._exchange = Exchange(total_s=total_ms / 1000)

    def complete(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """Ask for one whole completion.

        Raises:
            UpstreamTimeout: the whole exchange took longer than `timeouts.total_ms`.
            UpstreamTransport: no connection, or an answer that is not a JSON object.
            UpstreamHttpError: any other status than 2xx; its body stays here.
        """
        return self._document("/chat/completions", route, chat_body(route, body), request_id)

    def embed(self, route: Route, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """Ask for embeddings.

        Raises:
            UpstreamTimeout, UpstreamTransport, UpstreamHttpError: as `complete`.
        """
        return self._document("/embeddings", route, embeddings_body(route, body), request_id)

    def _document(self, path: str, route: Route, body: Mapping[str, Any], request_id: str) -> dict[str, Any]:
        payload = json.dumps(body).encode()
        try:
            head, text = self._exchange.post(
                f"{self._base_url}{path}", payload, self.headers(route, request_id)
            )
        except UpstreamError as failed:
            logger.warning("provider %s failed: %s", self._key, failed, extra={"request_id": request_id})
            raise
        if not 200 <= head.status < 300:
            logger.warning(
                "provider %s answered %d", self._key, head.status, extra={"request_id": request_id}
            )
            raise self.refused(head)
        try:
            answer = json_text.read(text)
        except (json_text.NotJson, json_text.TooManyValues):
            raise UpstreamTransport("upstream provider answered with something that is not JSON") from None
        if not isinstance(answer, dict):
            raise UpstreamTransport("upstream provider answered with JSON that is not an object")
        return answer

    @contextmanager
    def streaming(
        self, route: Route, body: Mapping[str, Any], *, request_id: str, is_wanted: Callable[[], bool]
    ) -> Iterator[Iterator[Event]]:
        """Ask for a streamed completion: its events, as they arrive.

        Raises:
            UpstreamTimeout, UpstreamTransport, UpstreamHttpError: as `complete`; the first two also while
                events are waited for. Whoever is here is hung up on then.
            NobodyWaits: *is_wanted* said no.
        """
        payload = json.dumps(chat_body(route, body)).encode()
        url = f"{self._base_url}/chat/completions"
        try:
            with self._exchange.streaming(url, payload, self.headers(route, request_id), is_wanted) as answer:
                head, pieces = answer
                if not 200 <= head.status < 300:
                    raise self.refused(head)
                if head.content_type != "text/event-stream":
                    raise UpstreamTransport("upstream provider did not answer with a stream")
                yield _events(pieces)
        except UpstreamError as failed:
            logger.warning("provider %s failed: %s", self._key, failed, extra={"request_id": request_id})
            raise

    def headers(self, route: Route, request_id: str) -> dict[str, str]:
        """Everything the upstream is told beside the body; a route's header replaces the provider's."""
        told = {"content-type": "application/json", "accept": "*/*"}
        for extra in (self._default_headers, route.extra_headers):
            told.update({name.lower(): self._value(name, value) for name, value in extra.items()})
        told.update(self._trace_headers())
        told["x-request-id"] = request_id
        if self._token is not None:
            told["authorization"] = f"Bearer {self._token.reveal()}"
        return told

    def _value(self, name: str, text: str) -> str:
        try:
            return self._resolve(text)
        except ReferenceUnresolved as error:
            logger.warning("provider %s: header %s: %s", self._key, name, error)
            raise UpstreamTransport("upstream provider could not be called") from None

    def refused(self, head: Head) -> UpstreamHttpError:
        """What the caller is told of an answer with this head."""
        error = self.refusal(head.status)
        # Of a status that is not told, nobody could say what is to be tried again.
        error.retry_after = head.retry_after if error.status == head.status else None
        return error

    def refusal(self, status: int) -> UpstreamHttpError:
        """The upstream's own status, unless the caller would misread it."""
        error = UpstreamHttpError(status)
        if status in LOOKS_LIKE_OURS or not 400 <= status <= 599:
            error.status = 502
        return error


def _events(pieces: Iterable[bytes]) -> Iterator[Event]:
    reader = EventReader()
    try:
        for piece in pieces:
            yield from reader.take(piece)
    except EventTooLarge:
        raise UpstreamTransport("upstream provider sent an event that is too large") from None
