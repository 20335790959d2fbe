"""The chunked transfer coding (RFC 9112, section 7.1), decoded strictly and in bounded memory."""

import re
from enum import Enum, auto

from reference_gateway.http.rfc9112 import Malformed

MAX_SIZE_LINE_BYTES = 1024
"""A chunk-size line with its extensions; extensions are read past, never kept."""

MAX_TRAILER_BYTES = 16 * 1024

_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_TRAILER_LINE = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*")


class _Expecting(Enum):
    SIZE = auto()
    DATA = auto()
    END_OF_CHUNK = auto()
    TRAILER = auto()
    NOTHING = auto()


class ChunkDecoder:
    """Turns coded bytes into body bytes, whatever way they are cut. Trailers are checked and dropped."""

    def __init__(self) -> None:
        self._expecting = _Expecting.SIZE
        self._held = b""
        self._left_in_chunk = 0
        self._trailer_bytes = 0

    @property
    def is_finished(self) -> bool:
        """Whether the last chunk and the trailer section were read."""
        return self._expecting is _Expecting.NOTHING

    def feed(self, data: bytes) -> tuple[list[bytes], int]:
        """Decode *data*.

        Returns:
            The pieces of body in it, and how many of its bytes belong to this message: fewer than all of them
            only when the message ended inside.

        Raises:
            Malformed: the coding is broken or a line in it is too long.
        """
        pieces: list[bytes] = []
        at = 0
        while at < len(data) and not self.is_finished:
            if self._expecting is _Expecting.DATA:
                piece = data[at : at + self._left_in_chunk]
                at += len(piece)
                self._left_in_chunk -= len(piece)
                pieces.append(piece)
                if self._left_in_chunk == 0:
                    self._expecting = _Expecting.END_OF_CHUNK
            else:
                line, at = self._line(data, at)
                if line is not None:
                    self._take(line)
        return pieces, at

    def _line(self, data: bytes, at: int) -> tuple[bytes | None, int]:
        """The next line without its CRLF, or None when it is not whole yet; and where to read on."""
        end = data.find(b"\n", at)
        stop = end + 1 if end >= 0 else len(data)
        self._held += data[at:stop]
        if len(self._held) > MAX_SIZE_LINE_BYTES:
            raise Malformed("line in the chunked coding is too long")
        if end < 0:
            return None, stop
        line, self._held = self._held, b""
        if not line.endswith(b"\r\n"):
            raise Malformed("bare LF in the chunked coding")
        return line[:-2], stop

    def _take(self, line: bytes) -> None:
        if self._expecting is _Expecting.SIZE:
            match = _SIZE_LINE.fullmatch(line)
            if match is None:
                raise Malformed("chunk size is invalid")
            self._left_in_chunk = int(match[1], 16)
            self._expecting = _Expecting.DATA if self._left_in_chunk else _Expecting.TRAILER
        elif self._expecting is _Expecting.END_OF_CHUNK:
            if line:
                raise Malformed("chunk is longer than its size says")
            self._expecting = _Expecting.SIZE
        elif not line:
            self._expecting = _Expecting.NOTHING
        else:
            self._trailer_bytes += len(line)
            if self._trailer_bytes > MAX_TRAILER_BYTES or _TRAILER_LINE.fullmatch(line) is None:
                raise Malformed("trailer is invalid or too long")
