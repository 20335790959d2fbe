"""
Server-sent events as they lie in an answer.

Source: HTML standard, event stream interpretation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")
DONE = "[DONE]"
"""The data of the event that ends a stream of OpenAI's."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event; `id` and `retry` are between a browser and its server."""

    data: str
    name: str = ""


def events_of(body: bytes) -> list[ServerSentEvent]:
    """The events of *body*, in order; what no blank line ends is none, and one without data is none.

    Raises:
        UnicodeDecodeError: it is not UTF-8, which a browser would read with replacement characters.
    """
    found: list[ServerSentEvent] = []
    name, data = "", list[str]()
    # What is behind the last end of a line is no line yet.
    for line in _LINE_END.split(body.decode("utf-8-sig"))[:-1]:
        if not line:
            found += [ServerSentEvent("\n".join(data), name)] if data else []
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        if field == "data":
            data.append(value.removeprefix(" "))
        elif field == "event":
            name = value.removeprefix(" ")
    return found
