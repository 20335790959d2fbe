"""A simulated LLM provider that speaks OpenAI's chat completions. Source: observed gateway, 12.4."""

from __future__ import annotations

import json

from contract_harness.upstreams.http_server import Answer, Received, Upstream

_JSON = (("Content-Type", "application/json"),)
COMPLAINT = "organization org-5d1c has used up its quota"
"""What it says of itself when it refuses a call."""


class SimulatedProvider(Upstream):
    """Answers `pong` to POST /v1/chat/completions, 404 to everything else, until told otherwise."""

    def __init__(self) -> None:
        super().__init__(_answer)

    @property
    def api_url(self) -> str:
        """The `base_url` of a provider in a gateway's config."""
        return f"{self.base_url}/v1"

    @property
    def calls(self) -> list[Received]:
        """The chat completion calls so far."""
        return [one for one in self.received if one.path.endswith("/chat/completions")]


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


def refusal(status: int) -> Answer:
    """How it refuses a call, as providers do."""
    document = {"error": {"type": "provider_error", "message": COMPLAINT}}
    return Answer(status=status, headers=_JSON, body=json.dumps(document).encode())


def _answer(request: Received) -> Answer:
    if (request.method, request.path) != ("POST", "/v1/chat/completions"):
        missing = {"error": {"type": "not_found", "message": f"no route {request.method} {request.path}"}}
        return Answer(status=404, headers=_JSON, body=json.dumps(missing).encode())
    try:
        document = request.json()
        model = str(document.get("model", "gpt-4o-mini"))
    except (ValueError, AttributeError):
        malformed = {"error": {"type": "invalid_request_error", "message": "the body is not a JSON object"}}
        return Answer(status=400, headers=_JSON, body=json.dumps(malformed).encode())
    return Answer(headers=_JSON, body=json.dumps(completion(model)).encode())
