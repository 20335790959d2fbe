"""
The head of a request as it arrives, in linear work however it is cut.

Everything here runs on the one thread that reads for everybody, for bytes of nobody in particular: each byte
is copied once and looked at a bounded number of times.
"""

import re

_EMPTY_LINES = re.compile(rb"(?:\r\n)+")
_START = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Z]")
_END = b"\r\n\r\n"


class HeadReader:
    """Collects one head. Empty lines before it are dropped (RFC 9112, 2.2), and count for its size.

    Attributes:
        size: bytes that were taken, those of dropped lines included.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self.size = 0

    def __bool__(self) -> bool:
        """Whether anything but empty lines has come."""
        return len(self._held) > 0

    @property
    def begins_wrongly(self) -> bool:
        """Whether something other than a method precedes the rest."""
        return bool(self) and self._held != b"\r" and _START.match(self._held) is None

    @property
    def so_far(self) -> bytes:
        """What came of the head."""
        return bytes(self._held)

    def take(self, data: bytes) -> tuple[bytes | None, int]:
        """Take *data*; the whole head once it ends within, and how many bytes of *data* belong to it."""
        seen = len(self._held)
        self._held += data
        self._drop_empty_lines(seen)
        # What was searched before can hold all but the last byte of the end.
        end = self._held.find(_END, max(0, min(seen, len(self._held)) - len(_END) + 1))
        if end < 0:
            self.size += len(data)
            return None, len(data)
        head = bytes(self._held[: end + len(_END)])
        taken = len(data) - (len(self._held) - len(head))
        self.size += taken
        return head, taken

    def _drop_empty_lines(self, seen: int) -> None:
        """Only a head that has not begun can have them: of one, half a line is *seen* and held at most."""
        if seen <= 1 and (lines := _EMPTY_LINES.match(self._held)):
            del self._held[: lines.end()]
