"""
One connection to the admin UI: a request written, an answer read, byte for byte.

The standard library's client repairs what it should refuse (it ends the headers at the first bad line, keeps
102 and 103 as answers, drops a short body silently), so the message is read here by the rules of `rfc9112`.
"""

import math
import select
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from reference_gateway.http import rfc9112
from reference_gateway.http.chunked import ChunkDecoder
from reference_gateway.http.proxy.ui_failures import ClientGone, UiGarbled, UiHungUp, UiTooSlow
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.rfc9112 import Fields, Malformed, StatusLine

MAX_HEAD_BYTES = 64 * 1024
MAX_INTERIM_ANSWERS = 16
PIECE_BYTES = 64 * 1024
BODY = "body"
LOOK_UP_EVERY_S = 0.1
"""How often a wait for the UI looks whether its client is still there."""


class Allowance:
    """How long the UI may still be waited for; waiting for a slow client costs nothing of it.

    What is given first has to last until the answer begins. Each piece of the answer renews it, so that what
    keeps coming, a stream of events, has no end, and what stalls has one.
    """

    def __init__(
        self, seconds: float, is_abandoned: Callable[[], bool], *, between_pieces_s: float = math.inf
    ) -> None:
        self._left_s = seconds
        self._between_pieces_s = between_pieces_s
        self.is_abandoned = is_abandoned

    @property
    def left_s(self) -> float:
        """What is left, in seconds."""
        return self._left_s

    def slice_s(self) -> float:
        """How long to wait before looking up again.

        Raises:
            UiTooSlow: nothing is left.
            ClientGone: nobody is waiting.
        """
        if self.is_abandoned():
            raise ClientGone
        if self._left_s <= 0:
            raise UiTooSlow("timeout exceeded")
        return min(self._left_s, LOOK_UP_EVERY_S)

    def extend(self, seconds: float) -> None:
        """Allow *seconds* more."""
        self._left_s += seconds

    def renew(self) -> None:
        """A piece of the answer has come."""
        self._left_s = self._between_pieces_s

    def spend(self, since: float) -> None:
        """Charge the time from *since* (monotonic) until now."""
        self._left_s -= time.monotonic() - since


class UiConnection:
    """A socket and what was read ahead from it."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._ahead = b""
        self.idle_since = 0.0
        self.has_answered = False
        """Whether a byte of the current answer arrived."""

    def close(self) -> None:
        """Drop the connection; the UI sees it at once."""
        self._socket.close()

    def surrender(self) -> tuple[socket.socket, bytes]:
        """The socket and what was read ahead, for whoever speaks another protocol over it from now on."""
        ahead, self._ahead = self._ahead, b""
        return self._socket, ahead

    def is_quiet(self) -> bool:
        """Whether nothing is left over behind the last answer, not even its end."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return not self._ahead and not poller.poll(0)

    def send(self, request: UiRequest, allowance: Allowance) -> bool:
        """Write *request*; stops early when the UI answers before it has read everything.

        Returns:
            Whether all of it was written.

        Raises:
            UiHungUp: the connection broke and no answer is there to be read.
        """
        self.has_answered = False
        request.body.seek(0)
        head = request.head()
        try:
            first = request.body.read(PIECE_BYTES) if request.body_bytes else b""
            self._write(head + first, allowance)
            while piece := request.body.read(PIECE_BYTES) if request.body_bytes else b"":
                self._write(piece, allowance)
        except _Answered:
            return False
        except OSError as broken:
            if not self._is_readable():
                raise UiHungUp("connection lost while sending") from broken
            return False
        return True

    def read_head(self, method: str, allowance: Allowance, *, may_switch: bool = False) -> UiHead:
        """The final answer's head; interim answers (1xx) are read past.

        Args:
            may_switch: it was asked to switch protocols, so 101 is final as well.

        Raises:
            UiGarbled: it is not well-formed, or its framing could be read in two ways.
        """
        for _ in range(MAX_INTERIM_ANSWERS):
            try:
                line, headers = self._next_head(allowance)
                is_switch = line.status == 101
                if (is_switch and not may_switch) or line.status > 599:
                    raise Malformed(f"unexpected status {line.status}")
                if is_switch or line.status >= 200:
                    return UiHead.framed(method, line, headers)
            except Malformed as broken:
                raise UiGarbled(str(broken)) from broken
        raise UiGarbled("too many interim answers")

    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:
        """The body as it arrives; ends normally only when it is complete."""
        if not head.has_body:
            return iter(())
        if head.is_chunked:
            return self._chunked(allowance)
        if head.declared_bytes is not None:
            return self._counted(head.declared_bytes, allowance)
        return self._until_close(allowance)

    def _next_head(self, allowance: Allowance) -> tuple[StatusLine, Fields]:
        while (end := self._ahead.find(b"\r\n\r\n")) < 0:
            opening = b"HTTP/1."
            if (
                self._ahead[: len(opening)] != opening[: len(self._ahead)]
                or len(self._ahead) > MAX_HEAD_BYTES
            ):
                raise Malformed("head is not HTTP/1.x or too long")
            self._ahead += self._read_more("head", allowance)
            self.has_answered = True
        block, self._ahead = self._ahead[: end + 4], self._ahead[end + 4 :]
        first, *rest = rfc9112.head_lines(block)
        return rfc9112.status_line(first), rfc9112.fields(rest)

    def _counted(self, size: int, allowance: Allowance) -> Iterator[bytes]:
        while size:
            piece = self._take(allowance)
            self._ahead = piece[size:]
            size -= len(piece[:size])
            yield piece[: len(piece) - len(self._ahead)]

    def _chunked(self, allowance: Allowance) -> Iterator[bytes]:
        decoder = ChunkDecoder()
        while not decoder.is_finished:
            data = self._take(allowance)
            try:
                pieces, used = decoder.feed(data)
            except Malformed as broken:
                raise UiGarbled(str(broken)) from broken
            self._ahead = data[used:]
            yield b"".join(pieces)

    def _until_close(self, allowance: Allowance) -> Iterator[bytes]:
        if self._ahead:
            yield self._take(allowance)
        while data := self._patiently(self._socket.recv, PIECE_BYTES, allowance):
            allowance.renew()
            yield data

    def _take(self, allowance: Allowance) -> bytes:
        data, self._ahead = self._ahead or self._read_more(BODY, allowance), b""
        return data

    def _read_more(self, part: str, allowance: Allowance) -> bytes:
        data: bytes = self._patiently(self._socket.recv, PIECE_BYTES, allowance)
        if not data:
            raise UiHungUp(f"connection closed inside the answer's {part}")
        if part == BODY:
            allowance.renew()
        return data

    def _write(self, data: bytes, allowance: Allowance) -> None:
        left = memoryview(data)
        while left:
            sent = self._patiently(self._socket.send, left, allowance, answer_interrupts=True)
            left = left[sent:]

    def _patiently(
        self,
        operation: Callable[[Any], Any],
        argument: Any,
        allowance: Allowance,
        *,
        answer_interrupts: bool = False,
    ) -> Any:
        while True:
            self._socket.settimeout(allowance.slice_s())
            began = time.monotonic()
            try:
                return operation(argument)
            except TimeoutError:
                if answer_interrupts and self._is_readable():
                    raise _Answered from None
            except OSError as broken:
                if answer_interrupts:
                    raise
                raise UiHungUp("connection lost while reading") from broken
            finally:
                allowance.spend(began)

    def _is_readable(self) -> bool:
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return bool(poller.poll(0))


class _Answered(Exception):
    """The UI answered while it was still being asked."""
