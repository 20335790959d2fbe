"""One connection to a simulated server: requests read byte for byte, answers written as scripted."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import responses
from typing import Protocol

from contract_harness.clients.websocket import WebSocketEnd
from contract_harness.clients.wire import ByteStream
from contract_harness.upstreams.request_reader import PeerGone, RequestReader, parsed, so_far
from contract_harness.upstreams.script import Answer, BodyTally, Received, Script, generated


class _Ended(Exception):
    """This connection was ended, by us or by the other side."""


class Owner(Protocol):
    """The server a connection belongs to."""

    def record(self, request: Received) -> Script:
        """Write the request down; gives what to answer."""

    def switched(self, end: WebSocketEnd) -> None:
        """The connection has become a WebSocket, of which this is the server's end."""

    def ended(self, connection: Connection, *, hung_up: bool) -> None:
        """The connection is over; *hung_up* when the other side left before its answer was complete."""


class Connection:
    """Serves one accepted socket in a thread of its own until either side ends it."""

    def __init__(self, owner: Owner, peer: socket.socket, number: int) -> None:
        self._owner = owner
        self._peer = peer
        self._number = number
        self._reader = RequestReader(peer)
        self._over = threading.Event()
        self._peer_left = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.is_busy = False
        self._awaited: tuple[Received, BodyTally] | None = None

    @property
    def number(self) -> int:
        """Its own, which each request that comes over it carries as `connection_id`."""
        return self._number

    @property
    def awaited(self) -> Received | None:
        """The request whose body is waited for, as far as it came."""
        awaited = self._awaited
        return so_far(*awaited, complete=False) if awaited else None

    @property
    def unread(self) -> bytes:
        """What came behind the last request, and is no whole head."""
        return self._reader.unread

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def end(self) -> None:
        """Break it off now, from any thread."""
        self._over.set()
        with contextlib.suppress(OSError):
            self._peer.shutdown(socket.SHUT_RDWR)

    def join(self) -> None:
        """Wait until its thread has ended."""
        if self._thread is not threading.current_thread():
            self._thread.join(5)

    def _serve(self) -> None:
        try:
            while self._one_exchange():
                pass
        except (_Ended, PeerGone, OSError):
            self._peer_left = self._peer_left or (self.is_busy and not self._over.is_set())
        finally:
            self._peer.close()
            self._owner.ended(self, hung_up=self._peer_left)

    def _one_exchange(self) -> bool:
        """Read a request and answer it; False when no further one may follow."""
        self.is_busy = False
        head = self._reader.head()
        at_s = time.monotonic()
        if not head:
            return False
        self.is_busy = True
        request = parsed(head, at_s, self._number)
        expects = (request.header("expect") or "").lower() == "100-continue"
        if expects and not self._reader.has_more:
            self._peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        tally = BodyTally()
        self._awaited = request, tally
        complete = self._reader.body(request, tally)
        request = replace(so_far(request, tally, complete=complete), is_awaited=lambda: not self._is_over())
        script = self._owner.record(request)
        self._awaited = None
        if not complete:
            return False
        answer = script if isinstance(script, Answer) else script(request)
        self._answer(request, answer)
        self.is_busy = False
        closing = "close" in (request.header("connection") or "").lower() or request.version == "1.0"
        return not (closing or answer.close or answer.raw is not None)

    def _answer(self, request: Received, answer: Answer) -> None:
        if answer.delay_s:
            self._pause(answer.delay_s)
        if answer.hold_head:
            answer.hold_head.wait(self._is_over)
            self._check()
        if answer.hang_up:
            self._cut(reset=False)
        if answer.reset and answer.cut_after_bytes is None:
            self._cut(reset=True)
        if answer.raw is not None:
            self._peer.sendall(answer.raw)
            return
        bodiless = answer.status in {204, 304} or 100 <= answer.status < 200
        self._peer.sendall(_head(answer, bodiless=bodiless) + answer.behind)
        if answer.switches:
            self._switch()
        if bodiless or request.method == "HEAD":
            return
        self._send_body(answer)

    def _switch(self) -> None:
        """Leave the connection to whoever speaks the other protocol, until that is over."""
        stream = ByteStream(self._peer, 0.0, bytearray(self._reader.unread))
        self._owner.switched(WebSocketEnd(stream, is_visitor=False))
        self._over.wait()
        raise _Ended

    def _send_body(self, answer: Answer) -> None:
        left = answer.cut_after_bytes
        if left == 0:
            self._cut(reset=answer.reset)
        for number, piece in enumerate(_pieces(answer)):
            if number and answer.pause_s:
                self._pause(answer.pause_s)
            if number and answer.hold:
                answer.hold.wait(self._is_over)
                self._check()
            framing = b"%x\r\n" % len(piece) if answer.chunks is not None else b""
            if left is not None and len(piece) >= left:
                self._peer.sendall(framing + piece[:left])
                self._cut(reset=answer.reset)
            ending = b"\r\n" if framing else b""
            self._peer.sendall(framing + piece + ending if framing else piece)
            left = None if left is None else left - len(piece)
        if answer.chunks is not None:
            trailers = "".join(f"{name}: {value}\r\n" for name, value in answer.trailers)
            self._peer.sendall(b"0\r\n" + trailers.encode("latin-1") + b"\r\n")

    def _cut(self, *, reset: bool) -> None:
        self._over.set()
        if reset:
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _Ended

    def _pause(self, delay_s: float) -> None:
        deadline = time.monotonic() + delay_s
        while (left_s := deadline - time.monotonic()) > 0:
            self._over.wait(min(left_s, 0.05))
            self._check()

    def _check(self) -> None:
        if self._is_over():
            raise _Ended

    def _is_over(self) -> bool:
        """Ended by us, or the other side has closed."""
        if self._over.is_set():
            return True
        try:
            poller = select.poll()
            poller.register(self._peer, select.POLLIN)
            if poller.poll(0):
                self._peer_left = self._peer.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            self._peer_left = True
        return self._peer_left


def _head(answer: Answer, *, bodiless: bool) -> bytes:
    reason = responses.get(answer.status, "") if answer.reason is None else answer.reason
    lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in answer.headers)]
    names = {name.lower() for name, _ in answer.headers}
    if answer.chunks is not None:
        lines.append("Transfer-Encoding: chunked")
    elif not bodiless and not names & {"content-length", "transfer-encoding"}:
        length = len(answer.body) if answer.repeat_bytes is None else answer.repeat_bytes
        lines.append(f"Content-Length: {length}")
    if answer.close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _pieces(answer: Answer) -> Iterator[bytes]:
    if answer.repeat_bytes is not None:
        yield from generated(answer.repeat_bytes)
    elif answer.chunks is not None:
        yield from (chunk for chunk in answer.chunks if chunk)
    elif answer.body:
        yield answer.body
