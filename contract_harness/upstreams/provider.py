"""
A simulated LLM provider that speaks OpenAI's chat completions, whole or streamed, and embeddings.

Source: observed gateway, 12.4.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contract_harness.upstreams.answers import COMPLAINT
from contract_harness.upstreams.http_server import Answer, Received, Upstream
from contract_harness.upstreams.streams import events, streamed, usage_chunk, words

__all__ = ["COMPLAINT", "SimulatedProvider", "completion", "refusal"]

_JSON = (("Content-Type", "application/json"),)
_CALLS = ("/chat/completions", "/embeddings")
"""How the path of a call that costs something ends."""


class SimulatedProvider(Upstream):
    """Answers `pong` to a completion, a vector to /v1/embeddings, 404 to all else, until told otherwise."""

    def __init__(self) -> None:
        super().__init__(_answer)

    @property
    def api_url(self) -> str:
        """The `base_url` of a provider in a gateway's config."""
        return f"{self.base_url}/v1"

    @property
    def calls(self) -> list[Received]:
        """The calls so far that cost something."""
        return [one for one in self.received if one.path.endswith(_CALLS)]


def completion(model: str = "gpt-4o-mini") -> dict[str, object]:
    """The document that answers a chat completion asked of *model*."""
    return {
        "id": "chatcmpl-e2e-1",
        "object": "chat.completion",
        "created": 1741510000,
        "model": model,
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "pong"}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": 80000, "completion_tokens": 40000, "total_tokens": 120000},
    }


def embeddings(model: str) -> dict[str, object]:
    """The document that answers a request for the embedding of one text."""
    return {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.25, -0.5, 1.0]}],
        "model": model,
        "usage": {"prompt_tokens": 2, "total_tokens": 2},
    }


def refusal(status: int, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    """How it refuses a call, as providers do."""
    document = {"error": {"type": "provider_error", "message": COMPLAINT}}
    return Answer(status=status, headers=(*_JSON, *headers), body=json.dumps(document).encode())


def _answer(request: Received) -> Answer:
    if (request.method, request.path) not in (("POST", "/v1/chat/completions"), ("POST", "/v1/embeddings")):
        missing = {"error": {"type": "not_found", "message": f"no route {request.method} {request.path}"}}
        return Answer(status=404, headers=_JSON, body=json.dumps(missing).encode())
    try:
        document = request.json()
        model = str(document.get("model", "gpt-4o-mini"))
    except (ValueError, AttributeError):
        malformed = {"error": {"type": "invalid_request_error", "message": "the body is not a JSON object"}}
        return Answer(status=400, headers=_JSON, body=json.dumps(malformed).encode())
    if request.path == "/v1/embeddings":
        return Answer(headers=_JSON, body=json.dumps(embeddings(model)).encode())
    if document.get("stream") is True:
        return _stream(document, model)
    return Answer(headers=_JSON, body=json.dumps(completion(model)).encode())


def _stream(document: Mapping[str, Any], model: str) -> Answer:
    """Word by word; the tokens are told where they are asked for."""
    options = document.get("stream_options")
    asks = isinstance(options, Mapping) and options.get("include_usage") is True
    return streamed(events([*words(model=model), *([usage_chunk(model)] if asks else [])]))
