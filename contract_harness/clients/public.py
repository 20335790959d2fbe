"""The data plane as a caller with a gateway key uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contract_harness.clients.http import HttpClient, Reply

PING: tuple[Mapping[str, Any], ...] = ({"role": "user", "content": "ping"},)


class PublicApi:
    """`/v1` of one gateway. Methods return the answer, whatever its status."""

    def __init__(self, http: HttpClient) -> None:
        self.http = http

    def list_models(self, key: str | None) -> Reply:
        """GET /v1/models; without an Authorization header when *key* is None."""
        __tracebackhide__ = True
        return self.http.send("GET", "/v1/models", headers=_bearer(key))

    def complete(
        self,
        key: str | None,
        model: str,
        messages: Sequence[Mapping[str, Any]] = PING,
        *,
        headers: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> Reply:
        """POST /v1/chat/completions; *options* are further members of the request document."""
        __tracebackhide__ = True
        document = {"model": model, "messages": [dict(message) for message in messages], **options}
        return self.http.send(
            "POST", "/v1/chat/completions", headers=[*_bearer(key), *headers], json=document
        )


def _bearer(key: str | None) -> list[tuple[str, str]]:
    return [] if key is None else [("Authorization", f"Bearer {key}")]
