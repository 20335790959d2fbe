"""
A tunnel: bytes between a client and whoever it was led to, as they come, until one of them ends it.

It lives in the loop that reads for everybody and holds no thread. Each end is read only when all that came
before was taken by the other, so that a slow reader holds one piece of a fast writer and no more.
"""

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from waitress import wasyncore

from reference_gateway.http.wsgi import FarEnd, Passage

PIECE_BYTES = 64 * 1024
HALF_CLOSED_FOR_S = 10.0
"""How long nothing may pass once one end has said all; nobody may be there any more."""

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_NOT_NOW = frozenset({"BlockingIOError", "InterruptedError", "SSLWantReadError", "SSLWantWriteError"})
"""By name: TLS is loaded only where it is used."""


class TunnelEnd(wasyncore.dispatcher):  # type: ignore[misc]  # waitress carries no types
    """One socket of a tunnel."""

    other: "TunnelEnd"

    def __init__(self, held: socket.socket, tunnel: "Tunnel", sockets: dict[int, Any]) -> None:
        self._tunnel = tunnel
        self.waiting = bytearray()
        """What it has yet to take."""
        self.has_ended = False
        """It says no more."""
        self.took_bytes = 0
        """How much it has said."""
        super().__init__(held, sockets)
        self.connected = True

    def readable(self) -> bool:
        """While it may say more and the other end keeps up."""
        return not self.has_ended and not self.other.waiting

    def writable(self) -> bool:
        """While it has something to take."""
        return bool(self.waiting)

    def handle_read(self) -> None:
        """Take a piece and pass it on."""
        if self.socket is not None and self.readable():
            self.read()

    def handle_write(self) -> None:
        """Give it what waits."""
        if self.socket is not None and self.waiting:
            self._flush()

    def handle_close(self) -> None:
        """The poll found it broken, or closed both ways; what can still be read of the latter is."""
        if self.socket is not None and self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._tunnel.end("reset")

    def handle_error(self) -> None:
        """Whatever it was ends this tunnel and nothing else."""
        self._tunnel.end("reset")

    def read(self) -> None:
        """Take what is there, up to a piece; of TLS, all of a record, which no poll would tell."""
        data = self._received()
        while data and getattr(self.socket, "pending", int)():
            data += self._received() or b""
        if data:
            self.hand_over(data)
        elif data is not None:
            self.has_ended = True
            self.other.hear_the_end()

    def hand_over(self, data: bytes) -> None:
        """Give the other end *data* of this one, now or when it takes more."""
        self.took_bytes += len(data)
        self._tunnel.moved_at = time.monotonic()
        self.other.waiting += data
        self.other.handle_write()

    def hear_the_end(self) -> None:
        """Once it has got all, tell it that no more comes."""
        if not self.waiting and self.socket is not None:
            if hasattr(self.socket, "unwrap"):
                self.has_ended = True  # TLS as it is spoken here has no half to close
            else:
                with suppress(OSError):
                    self.socket.shutdown(socket.SHUT_WR)
            self._tunnel.settle()

    def _received(self) -> bytes | None:
        """A piece, nothing at its end, None when there is none yet or the tunnel broke."""
        try:
            return bytes(self.socket.recv(PIECE_BYTES))
        except OSError as cause:
            if type(cause).__name__ not in _NOT_NOW:
                self._tunnel.end("reset")
            return None

    def _flush(self) -> None:
        try:
            sent = self.socket.send(self.waiting)
        except OSError as cause:
            if type(cause).__name__ not in _NOT_NOW:
                self._tunnel.end("reset")
            return
        del self.waiting[:sent]
        self._tunnel.moved_at = time.monotonic()
        if self.other.has_ended:
            self.hear_the_end()


class Tunnel:
    """Two ends; made before the client's socket is free, and joined once it is."""

    end_kind = TunnelEnd

    def __init__(self, early: bytes, far: FarEnd, left: Callable[["Tunnel"], None]) -> None:
        """
        Args:
            early: what the client has said already.
            left: called once, when it is over.
        """
        self._early = early
        self._far = far
        self._left = left
        self._lock = threading.Lock()
        self._is_over = False
        self._why = "closed"
        self._ends: tuple[TunnelEnd, ...] = ()
        self._began = self.moved_at = time.monotonic()

    def join(self, client: socket.socket, sockets: dict[int, Any]) -> None:
        """Let bytes pass between *client* and the far end; *sockets* is the loop's map."""
        if self._is_over:
            client.close()
            return
        near, far = (self.end_kind(one, self, sockets) for one in (client, self._far.socket))
        near.other, far.other = far, near
        self._ends = (near, far)
        self.moved_at = time.monotonic()
        near.hand_over(self._early)
        far.hand_over(self._far.ahead)
        if not self._is_over:
            far.read()  # TLS may hold what it has read, which no poll would tell

    def settle(self) -> None:
        """End it when both ends have said all and got all."""
        if all(end.has_ended and not end.waiting for end in self._ends):
            self.end(self._why)

    def finish(self) -> None:
        """Take no more from either end; what is on its way arrives."""
        self._why = "shutdown"
        for end in self._ends:
            end.has_ended = True
        self.settle()

    def overstays(self, now: float) -> bool:
        """Whether nothing has passed for too long, at *now* (monotonic)."""
        is_half_closed = any(end.has_ended for end in self._ends)
        allowed_s = min(self._far.idle_s, HALF_CLOSED_FOR_S) if is_half_closed else self._far.idle_s
        return now - self.moved_at > allowed_s

    def end(self, why: str) -> None:
        """Close both ends, with a reset where one was broken; only the first call counts."""
        with self._lock:
            if self._is_over:
                return
            self._is_over = True
        for held in [end.socket for end in self._ends] or [self._far.socket]:
            if why == "reset":
                with suppress(OSError):
                    held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        for end in self._ends:
            end.close()
        self._far.socket.close()
        self._left(self)
        from_client, to_client = (end.took_bytes for end in self._ends) if self._ends else (0, 0)
        self._far.ended(Passage(time.monotonic() - self._began, from_client, to_client, why))
