"""One client connection."""

import socket
import struct
import time
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.utilities import BadRequest

from reference_gateway.http.server.intake import Next
from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.tasks import AnswerTask, RefusalTask
from reference_gateway.http.server.tunnel import Tunnel
from reference_gateway.http.server.tunnels import ChannelSwitch
from reference_gateway.http.wsgi import Switch

if TYPE_CHECKING:
    from reference_gateway.http.server.serving import Limits

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
    request: Any
    """The `StrictParser` of a request that is not whole yet."""
    sent_continue: bool
    connected: bool
    _has_said_all = False
    is_streamed_to = False
    _lingers = False
    _lingers_until = 0.0
    _head_began_at: float | None = None
    _body_began_at: float | None = None
    _is_asking = False
    """Nothing is read until the application has said who sends the body that has begun."""
    _unread = b""
    """What came with that question, and is taken once it is answered."""
    _leaves_a_body = False
    """What still comes is a body that nobody reads."""
    close_when_flushed = False
    successor: Tunnel | None = None
    """What this connection becomes once its answer, a 101, is out."""
    _has_early_bytes = False
    """Bytes have come behind a handshake that is not answered yet; they stay where they are until then."""

    def switch(self, request: StrictParser) -> Switch:
        """What makes this connection a tunnel that begins with what came behind *request*."""
        holder = self.server.intake.sender(request, self.addr[0])
        return ChannelSwitch(self, request.behind, self.server.tunnels, holder)

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

    def send_continue(self) -> None:
        """Invite the body, unless it is not known yet whether it is wanted."""
        if not self._is_asking:
            super().send_continue()

    def overstays(self, now: float, limits: "Limits") -> bool:
        """Whether this connection has used up its patience.

        Args:
            now: unix time.
            limits: how long each of its states may last.
        """
        if self._lingers_until:
            return now > self._lingers_until
        quiet_s = now - self.last_activity
        if self.total_outbufs_len:
            return bool(quiet_s > limits.stall_s)
        if self.requests or self._is_asking:
            self._body_began_at = None if self._body_began_at is None else now
            return False
        if self._head_began_at is not None and now - self._head_began_at > limits.head_s:
            return True
        if self._body_began_at is not None and self.request is not None:
            allowed_s = limits.body_s + self.request.body_bytes_received / limits.body_bytes_per_s
            return bool(quiet_s > limits.idle_s or now - self._body_began_at > allowed_s)
        return bool(quiet_s > limits.idle_s)

    def received(self, data: bytes) -> bool:
        """Take *data* and note since when a head or a body is incomplete."""
        self._has_early_bytes = False
        with self.requests_lock:
            if self.will_close or self.close_when_flushed:
                return False  # a thread has just answered the last request there will be
            self._take(data)
        return True

    def answered_who(self, is_known: bool) -> None:
        """Go on with the body, now that the application has said whether it knows who sends it."""
        self._is_asking = False
        unread, self._unread = self._unread, b""
        request = self.request
        if request is None or not self.connected:
            return
        request.is_known = is_known
        with self.requests_lock:
            if not (self.will_close or self.close_when_flushed):
                self._admit(request)
                self._take(unread)

    def readable(self) -> bool:
        """Also while lingering; not while a client that will say no more, or too much, is being answered."""
        if self._is_asking:
            return False
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
        elif self._leaves_a_body:
            self.recv(self.adj.recv_bytes)
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

        if self.request is not None:
            self.request.close()

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

    def _take(self, data: bytes) -> None:
        """Give *data* to the requests it belongs to, for as long as none of them has a question."""
        while data and not self._leaves_a_body:
            if self._is_asking:
                self._unread = data
                break
            if self.request is None:
                self.request = self.parser_class(self.adj)
            request = self.request
            data = data[request.received(data) :]
            self._admit(request)
        incomplete, now = self.request, time.time()
        is_in_body = incomplete is not None and incomplete.headers_finished
        self._head_began_at = None if incomplete is None or is_in_body else self._head_began_at or now
        self._body_began_at = (self._body_began_at or now) if is_in_body else None

    def _admit(self, request: StrictParser) -> None:
        """Decide about the body of *request*, as far as it is there; queue the request once it is whole."""
        if request.body_rcv is not None and request.error is None:
            self._admit_body(request)
        is_next = not self.requests and not self.sent_continue and not self._is_asking
        if request.expect_continue and request.headers_finished and is_next:
            self.send_continue()
        if request.completed and not self._is_asking:
            self.sent_continue = False
            self._leaves_a_body = request.leaves_body or request.error is not None
            self.request = None
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)  # of several, each is queued by the one before

    def _admit_body(self, request: StrictParser) -> None:
        chosen = self.server.intake.next(request, self.addr[0])
        if chosen is Next.LEAVE:
            request.leave_body()
            self.linger_when_closing()
        elif chosen is Next.NO_ROOM:
            request.find_no_room("clients that are not known have taken their share")
        elif chosen is Next.ASK:
            self._is_asking = True
            self.server.ask_who(self, request)

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
