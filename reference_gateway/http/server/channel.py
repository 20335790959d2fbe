"""One client connection."""

import socket
import struct
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.utilities import BadRequest

from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.tasks import AnswerTask, RefusalTask
from reference_gateway.http.server.tunnel import Tunnel
from reference_gateway.http.server.tunnels import ChannelSwitch
from reference_gateway.http.wsgi import Switch

LINGER_S = 2.0
"""How long a refused client may go on sending while it reads why."""

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class RequestTimeout(BadRequest):  # type: ignore[misc]  # waitress carries no types
    """The head did not arrive in time."""

    code = 408
    reason = "Request Timeout"


class StrictChannel(HTTPChannel):  # type: ignore[misc]  # waitress carries no types
    """Reads with `StrictParser`, answers with `AnswerTask`, closes so that the last answer is not lost."""

    parser_class = StrictParser
    task_class = AnswerTask
    error_task_class = RefusalTask

    socket: Any
    connected: bool
    _has_said_all = False
    is_streamed_to = False
    _lingers = False
    _lingers_until = 0.0
    _head_began_at: float | None = None
    close_when_flushed = False
    successor: Tunnel | None = None
    """What this connection becomes once its answer, a 101, is out."""
    _has_early_bytes = False
    """Bytes have come behind a handshake that is not answered yet; they stay where they are until then."""

    def switch(self, behind: bytes) -> Switch:
        """What makes this connection a tunnel that begins with what came *behind* the request."""
        return ChannelSwitch(self, behind, self.server.tunnels)

    def linger_when_closing(self) -> None:
        """Drop what still comes for a moment: closing on unread bytes would reset the answer away."""
        self._lingers = True

    def end_visibly(self, *, reset: bool) -> None:
        """The body ended too soon; with *reset* an ordinary close would hide it, so the close is a reset."""
        if reset and self.socket is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)

    def hear_its_end(self) -> None:
        """From now on a client that ends its side is gone: the rest of this answer may be long in coming."""
        self.is_streamed_to, self._has_said_all = True, False
        self.server.pull_trigger()

    @property
    def is_busy(self) -> bool:
        """Whether a request is being received or answered, or an answer is still going out."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed or self._has_begun)

    def overstays(self, now: float, *, head_s: float, idle_s: float, stall_s: float) -> bool:
        """Whether this connection has used up its patience.

        Args:
            now: unix time.
            head_s: how long a head may take from its first byte.
            idle_s: how long nothing may arrive between requests or within a body.
            stall_s: how long the client may take no byte of an answer that waits for it.
        """
        if self._lingers_until:
            return now > self._lingers_until
        quiet_s = now - self.last_activity
        if self.total_outbufs_len:
            return bool(quiet_s > stall_s)
        if self.requests:
            return False
        if self._head_began_at is not None and now - self._head_began_at > head_s:
            return True
        return bool(quiet_s > idle_s)

    def received(self, data: bytes) -> bool:
        """Take *data* and note since when a head is incomplete."""
        self._has_early_bytes = False
        took = bool(super().received(data))
        incomplete = self.request is not None and not self.request.headers_finished
        self._head_began_at = (self._head_began_at or time.time()) if incomplete else None
        return took

    def readable(self) -> bool:
        """Also while lingering; not while a client that will say no more, or too much, is being answered."""
        if (self._has_said_all or (self._has_early_bytes and self._awaits_switch)) and self.requests:
            return False
        return bool(self._lingers_until or super().readable())

    def handle_read(self) -> None:
        """Drop what comes while lingering; otherwise read the request."""
        if self.successor is not None:
            return  # the tunnel reads it
        if self._lingers_until:
            self.recv(self.adj.recv_bytes)  # an end of the stream closes this channel inside recv
        elif self._awaits_switch and self._has_more():
            self._has_early_bytes = True
        elif self._is_awaited and self._is_at_end():
            self._has_said_all = True
        else:
            super().handle_read()

    def handle_write(self) -> None:
        """Flush; once all is out and the connection is to end, end it or linger."""
        ending, self.close_when_flushed = self.close_when_flushed, False
        super().handle_write()
        if not ending or not self.connected:
            return
        if self.total_outbufs_len:
            self.close_when_flushed = True
        elif self.successor is not None:
            self._hand_over(self.successor)
        elif self._lingers:
            self._begin_lingering()
        else:
            self.handle_close()

    def handle_close(self) -> None:
        """Close; what this connection was to become has no client then."""
        super().handle_close()
        self.abandon_successor()

    def abandon_successor(self) -> None:
        """End a tunnel that nobody will enter."""
        tunnel, self.successor = self.successor, None
        if tunnel is not None:
            tunnel.end("reset")

    def log_info(self, message: Any, type: str = "info") -> None:
        """Say nothing about sockets that clients broke; waitress would print each to the log."""

    @property
    def _is_awaited(self) -> bool:
        return bool(self.requests and not self.is_streamed_to and self.server.outlives_its_client(self))

    @property
    def _has_begun(self) -> bool:
        return self.request is not None and bool(self.request.header_plus or self.request.headers_finished)

    @property
    def _awaits_switch(self) -> bool:
        requests = self.requests
        return bool(requests and requests[0].is_handshake)

    def _hand_over(self, tunnel: Tunnel) -> None:
        held, self.socket = self.socket, None
        self.del_channel()
        self.connected = False
        tunnel.join(held, self._map)

    def _is_at_end(self) -> bool:
        return self._peeked() == b""

    def _has_more(self) -> bool:
        return bool(self._peeked())

    def _peeked(self) -> bytes | None:
        try:
            return bytes(self.socket.recv(1, socket.MSG_PEEK))
        except OSError:
            return None

    def _begin_lingering(self) -> None:
        self._lingers_until = time.time() + LINGER_S
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
