"""Answers of a simulated provider, well made or broken, by the names that features call them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from contract_harness.upstreams.script import Answer
from contract_harness.upstreams.streams import chunk, event, events, streamed, words

_JSON = (("Content-Type", "application/json"),)
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
COMPLAINT = "organization org-5d1c has used up its quota"
"""What a provider says of itself when it fails; no caller is to read it."""
_WELL_MADE = b'{"object": "chat.completion", "choices": [{"index": 0, "message": {"content": "pong"}}]}'


def document(body: bytes, *, status: int = 200) -> Answer:
    """A document of JSON, said to be one."""
    return Answer(status=status, headers=_JSON, body=body)


def _of(size: int, body: bytes) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def _text(end: bytes = b"\n") -> bytes:
    return b"".join(events(words(), end=end))


def _amid_comments() -> bytes:
    noted = [
        b": keep-alive\n\n" + one.replace(b"data: ", b"id: 7\nretry: 10\ndata:", 1) for one in events(words())
    ]
    return b"".join(noted)


def _over_two_lines() -> bytes:
    """The first comma of each chunk ends a line, and the rest is in a `data` line of its own."""
    return b"".join(one.replace(b',"object"', b',\ndata: "object"', 1) for one in events(words()))


def _begun() -> Sequence[bytes]:
    """A stream up to its middle: whole events, of which none is the last."""
    return [event(one) for one in words()[:4]]


def _half_an_event() -> list[bytes]:
    return [*_begun(), event(chunk({"content": "more"}))[:60]]


def _cut(pieces: Sequence[bytes], *, reset: bool = False) -> Answer:
    """*pieces* whole, and the connection gone behind them."""
    sent = b"".join(pieces)
    # One piece more, which is never sent, so that the cut is behind a whole one.
    return replace(streamed([*pieces, b"x"]), cut_after_bytes=len(sent), reset=reset)


def _error_event() -> bytes:
    return event({"error": {"message": COMPLAINT, "type": "server_error", "code": None}})


_SCRIPTS: Mapping[str, Callable[[], Answer]] = MappingProxyType(
    {
        "the text in one piece": lambda: streamed([_text()]),
        "the text in single bytes": lambda: streamed(_of(1, _text())),
        "the text in pieces of seven bytes": lambda: streamed(_of(7, _text())),
        "the text with lines that end in CR LF": lambda: streamed(_of(5, _text(b"\r\n"))),
        "the text with lines that end in CR": lambda: streamed(_of(11, _text(b"\r"))),
        "the text amid comments, ids and waits": lambda: streamed([_amid_comments()]),
        "the text with chunks over two lines": lambda: streamed(_of(64, _over_two_lines())),
        "half a stream, cut behind an event": lambda: _cut(_begun()),
        "half a stream, cut within an event": lambda: _cut(_half_an_event()),
        "half a stream, reset behind an event": lambda: _cut(_begun(), reset=True),
        "half a stream, ended in good order": lambda: streamed(_begun()),
        "half a stream, ended within an event": lambda: streamed(_half_an_event()),
        "half a stream and an error": lambda: streamed([*_begun(), _error_event()]),
        "half a stream, an error and the end": lambda: streamed([*_begun(), _error_event(), event("[DONE]")]),
        "half a stream and what is not JSON": lambda: streamed(
            [*_begun(), event("{not JSON"), event("[DONE]")]
        ),
        "half a stream and what is not UTF-8": lambda: streamed(
            [*_begun(), b'data: {"choices": [], "x": "\xff"}\n\n', event("[DONE]")]
        ),
        "what is not JSON": lambda: document(b"pong, of course"),
        "an HTML page": lambda: Answer(headers=_HTML, body=b"<!doctype html><h1>Sorry</h1>"),
        "nothing, as JSON": lambda: document(b""),
        "half a document": lambda: document(_WELL_MADE[:40]),
        "a document without its last byte": lambda: replace(
            document(_WELL_MADE), cut_after_bytes=len(_WELL_MADE) - 1
        ),
        "a number that is none": lambda: document(_WELL_MADE[:-1] + b', "x": NaN}'),
        "an infinite number": lambda: document(_WELL_MADE[:-1] + b', "x": -Infinity}'),
        "a number beyond all": lambda: document(_WELL_MADE[:-1] + b', "x": 1e999}'),
        "nesting without end": lambda: document(b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        "no answer, and hangs up": lambda: Answer(hang_up=True),
        "a TCP reset": lambda: Answer(reset=True),
        "what is not HTTP": lambda: Answer(raw=b"220 mail.example ESMTP ready\r\n"),
    }
)


def answer_called(name: str) -> Answer:
    """The answer that the features call by this name.

    Raises:
        KeyError: there is none.
    """
    return _SCRIPTS[name]()


def names() -> Sequence[str]:
    """Every name there is."""
    return tuple(_SCRIPTS)


def sent_back(text: str) -> Answer:
    """A document as a feature shows it, byte for byte."""
    json.loads(text)
    return document(text.encode())


def shown_stream(lines: str) -> Answer:
    """A stream as a feature shows it: each line is the data of an event."""
    shown = [line for line in lines.splitlines() if line.strip()]
    return streamed(event(line.strip()) for line in shown)
