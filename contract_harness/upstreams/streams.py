"""
Streamed completions as providers send them: one `data` line a chunk, and `[DONE]` behind the last.

Source: OpenAI API, chat completion chunk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contract_harness.clients.events import DONE
from contract_harness.upstreams.script import Answer

Chunk = Mapping[str, Any]
EVENT_STREAM = (("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache"))
USAGE = {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14}
TEXT = 'Grüße, 你好, привет 👩‍🚀: a \\ and a "quote".'
"""What the simulated provider streams where a feature shows no chunk: every length of UTF-8, and escapes."""
FIRST_WORD, LAST_WORD = "Grüße,", '"quote".'


def chunk(delta: Mapping[str, Any], *, finish: str | None = None, model: str = "gpt-4o-mini") -> Chunk:
    """One chunk of a completion with one choice."""
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish}
    return {**_head(model), "choices": [choice]}


def usage_chunk(model: str = "gpt-4o-mini") -> Chunk:
    """The one that tells the tokens, behind all the others, with no choice in it."""
    return {**_head(model), "choices": [], "usage": USAGE}


def words(text: str = TEXT, model: str = "gpt-4o-mini") -> list[Chunk]:
    """*text* word by word, as a model writes."""
    pieces = text.split(" ")
    spaced = [piece if at == len(pieces) - 1 else f"{piece} " for at, piece in enumerate(pieces)]
    first = chunk({"role": "assistant", "content": ""}, model=model)
    return [
        first,
        *(chunk({"content": one}, model=model) for one in spaced),
        chunk({}, finish="stop", model=model),
    ]


def event(data: Chunk | str, *, end: bytes = b"\n") -> bytes:
    """One event on the wire, with its blank line."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b"data: " + text.encode() + end + end


def events(chunks: Iterable[Chunk | str], *, end: bytes = b"\n") -> list[bytes]:
    """Each of *chunks* as an event, and the one that says that they were all."""
    return [*(event(one, end=end) for one in chunks), event(DONE, end=end)]


def streamed(pieces: Iterable[bytes]) -> Answer:
    """The answer that sends *pieces*, each by itself, and ends as it should."""
    return Answer(headers=EVENT_STREAM, chunks=tuple(pieces))


def _head(model: str) -> dict[str, Any]:
    return {"id": "chatcmpl-e2e-2", "object": "chat.completion.chunk", "created": 1741510000, "model": model}
