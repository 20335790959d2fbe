"""
Server-sent events as they arrive: pieces of any size in, whole events out.

Source: observed gateway, 4.9. What an event is, the HTML standard says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_BYTES = 16 * 1024 * 1024
"""Of one event; what a provider sends in one is a few words, or a tool call with its arguments."""

# A carriage return at the very end may be half of a line's end.
_LINE_END = re.compile(rb"\r\n|\n|\r(?=[^\n])")
_MARK = b"\xef\xbb\xbf"


class EventTooLarge(ValueError):
    """One event is larger than `MOST_BYTES`."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ids, waits and comments are between the two that speak to each other."""

    data: bytes
    name: bytes = b""

    def rendered(self) -> bytes:
        """As it goes on the wire."""
        head = b"event: %b\n" % self.name if self.name else b""
        return head + b"".join(b"data: %b\n" % line for line in self.data.split(b"\n")) + b"\n"


class EventReader:
    """Takes what arrived; an event without its blank line is none yet."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._looked_to = 0
        self._is_first = True
        self._name = b""
        self._data: list[bytes] = []
        self._held = 0

    def take(self, piece: bytes) -> list[Event]:
        """The events that *piece* completes; those without data are none.

        Raises:
            EventTooLarge: see there.
        """
        self._buffer += piece
        events, began = [], 0
        # What was looked through already holds no end of a line, except for half of one.
        at = max(0, self._looked_to - 1)
        while found := _LINE_END.search(self._buffer, at):
            event = self._line(bytes(self._buffer[began : found.start()]))
            events += [event] if event else []
            began = at = found.end()
        del self._buffer[:began]
        self._looked_to = len(self._buffer)
        if self._held + len(self._buffer) > MOST_BYTES:
            raise EventTooLarge
        return events

    def _line(self, line: bytes) -> Event | None:
        if self._is_first:
            self._is_first, line = False, line.removeprefix(_MARK)
        if not line:
            return self._ended()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            self._held += len(value) + 1
        elif field == b"event":
            self._name = value
        if self._held > MOST_BYTES:
            raise EventTooLarge
        return None

    def _ended(self) -> Event | None:
        name, data = self._name, self._data
        self._name, self._data, self._held = b"", [], 0
        return Event(b"\n".join(data), name) if data else None
