"""
A streamed completion on its way from the provider to the caller.

Each chunk names the model that was asked for, what is no JSON is not passed on, and a stream that was cut
never looks complete. Source: observed gateway, 4.9.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reference_gateway.domain import json_text
from reference_gateway.domain.errors import GatewayError, UpstreamTransport
from reference_gateway.domain.sse import Event

DONE = b"[DONE]"


class ChatStream:
    """The events of one provider, as the caller is given them.

    Attributes:
        usage: what the provider said last of the tokens; None when it said nothing.
    """

    def __init__(self, events: Iterable[Event], model: str) -> None:
        self._events = events
        self._model = model
        self._has_finished = False
        self.usage: object = None

    def __iter__(self) -> Iterator[bytes]:
        """
        Raises:
            UpstreamError: the provider failed, or ended before its end; what came before was whole.
        """
        for event in self._events:
            if event.data.strip() == DONE:
                yield Event(DONE).rendered()
                return
            chunk = normalised(self._read(event.data), self._model)
            self._look_at(chunk)
            yield Event(json.dumps(chunk, separators=(",", ":")).encode(), event.name).rendered()
        # Some dialects have no mark for the end; a reason to finish is one.
        if not self._has_finished:
            raise UpstreamTransport("upstream provider's answer was cut short")
        yield Event(DONE).rendered()

    def _read(self, data: bytes) -> dict[str, Any]:
        try:
            chunk = json_text.read(data)
        except (json_text.NotJson, json_text.TooManyValues):
            raise UpstreamTransport("upstream provider sent an event that is not JSON") from None
        if not isinstance(chunk, dict):
            raise UpstreamTransport("upstream provider sent an event that is not an object")
        if chunk.get("error") is not None:
            # Its own words stay here.
            raise UpstreamTransport("upstream provider ended its answer with an error")
        return chunk

    def _look_at(self, chunk: Mapping[str, Any]) -> None:
        if chunk.get("usage") is not None:
            self.usage = chunk["usage"]
        if any(choice.get("finish_reason") is not None for choice in _choices(chunk)):
            self._has_finished = True


def normalised(chunk: Mapping[str, Any], model: str) -> dict[str, Any]:
    """*chunk* under the name that was asked for; usage and reasoning where OpenAI's clients look for them."""
    made = {**chunk, "model": model}
    choices = _choices(made)
    told = next((choice["usage"] for choice in choices if choice.get("usage") is not None), None)
    if made.get("usage") is None and told is not None:
        made["usage"] = told
    for choice in choices:
        delta = choice.get("delta")
        if isinstance(delta, dict) and "reasoning" not in delta:
            for name in ("reasoning_content", "reasoning_text"):
                if name in delta:
                    choice["delta"] = {**delta, "reasoning": delta[name]}
                    break
    return made


def error_event(error: GatewayError) -> bytes:
    """What a caller is told within a stream; nothing follows it."""
    told = {"code": error.code, "message": str(error), "type": error.kind}
    return Event(json.dumps({"error": told}).encode()).rendered()


def _choices(chunk: Mapping[str, Any]) -> list[dict[str, Any]]:
    choices = chunk.get("choices")
    return [one for one in choices if isinstance(one, dict)] if isinstance(choices, list) else []
