"""
HTTP/1.1 as it lies on the wire: reading answers without a library that tidies them up.

Nothing here normalises: header names keep their case, repeated headers their order, bodies their bytes.
Everything is bounded: a head by 256 KiB, the whole by a deadline.
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from contract_harness.clients.headers import Headed, Headers
from contract_harness.evidence.wording import fault, octets

MAX_HEAD_BYTES = 256 * 1024
_PIECE_BYTES = 256 * 1024
_STATUS_LINE = re.compile(rb"HTTP/(\d\.\d) (\d{3})(?: (.*))?")
_HEADER_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class Closed(Exception):
    """The peer closed or reset the connection before the promised bytes came."""


class TooSlow(Exception):
    """The deadline passed."""


class Garbage(Exception):
    """What came is not HTTP/1.1; the message says where."""


@dataclass(frozen=True, slots=True)
class Head(Headed):
    """A status line and its headers, as they came."""

    version: str
    status: int
    reason: str
    headers: Headers
    raw: bytes


@dataclass(slots=True)
class ByteStream:
    """A socket read through a buffer, up to a deadline.

    Attributes:
        arrivals: when each read returned (a `time.monotonic()` reading) and what it brought.
    """

    connection: socket.socket
    deadline: float
    buffer: bytearray = field(default_factory=bytearray)
    arrivals: list[tuple[float, bytes]] = field(default_factory=list)
    keep_arrivals: bool = False
    received_bytes: int = 0

    def more(self) -> None:
        """Wait for bytes and put them into the buffer.

        Raises:
            Closed: there will be none.
            TooSlow: the deadline passed.
        """
        left_s = self.deadline - time.monotonic()
        if left_s <= 0:
            raise TooSlow
        self.connection.settimeout(left_s)
        try:
            piece = self.connection.recv(_PIECE_BYTES)
        except TimeoutError:
            raise TooSlow from None
        except OSError as error:
            raise Closed(f"reset ({fault(error)})") from None
        if not piece:
            raise Closed("closed")
        self.took(piece)

    def took(self, piece: bytes) -> None:
        """Account for bytes that came while sending."""
        self.received_bytes += len(piece)
        self.buffer += piece
        if self.keep_arrivals:
            self.arrivals.append((time.monotonic(), piece))

    def line(self) -> bytes:
        """The next line without its CRLF."""
        while (end := self.buffer.find(b"\r\n")) < 0:
            if len(self.buffer) > MAX_HEAD_BYTES:
                raise Garbage(f"a line of more than {MAX_HEAD_BYTES} bytes")
            self.more()
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        return line

    def exactly(self, length: int) -> bytes:
        """The next *length* bytes; `Closed` leaves what did come in the buffer."""
        while len(self.buffer) < length:
            self.more()
        # Of a body of 64 MiB, a slice of the buffer would be one more copy.
        with memoryview(self.buffer) as view:
            taken = bytes(view[:length])
        del self.buffer[:length]
        return taken

    def head(self) -> Head:
        """The next status line and headers; answers of the 1xx kind are passed over."""
        while True:
            head = self._one_head()
            if not 100 <= head.status < 200 or head.status == 101:
                return head

    def _one_head(self) -> Head:
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            if len(self.buffer) > MAX_HEAD_BYTES:
                raise Garbage(f"headers of more than {MAX_HEAD_BYTES} bytes")
            if self.buffer[:4] and not b"HTTP".startswith(bytes(self.buffer[:4])):
                raise Garbage(f"an answer that begins {octets(bytes(self.buffer), 40)}")
            self.more()
        raw = bytes(self.buffer[: end + 4])
        del self.buffer[: end + 4]
        return parse_head(raw)


def is_silent(connection: socket.socket) -> bool:
    """The peer has neither sent nor closed; what TLS says on its own account does not count.

    A byte that came is lost: who asks has no use for a connection that is not silent.
    """
    connection.setblocking(False)
    try:
        connection.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    return False


def parse_head(raw: bytes) -> Head:
    """Read a status line and headers.

    Raises:
        Garbage: they are not well formed.
    """
    first, *lines = raw[:-4].split(b"\r\n")
    matched = _STATUS_LINE.fullmatch(first)
    if matched is None:
        raise Garbage(f"the status line {octets(first)}")
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not _HEADER_NAME.fullmatch(name):
            raise Garbage(f"the header line {octets(line)}")
        headers.append((name.decode("ascii"), value.strip(b" \t").decode("latin-1")))
    return Head(
        version=matched[1].decode(),
        status=int(matched[2]),
        reason=(matched[3] or b"").decode("latin-1"),
        headers=tuple(headers),
        raw=raw,
    )


def _ready(connection: socket.socket, within_s: float, *, readable: bool) -> tuple[bool, bool]:
    """Whether it can be read from, if that is asked, and written to."""
    # `select.select` knows no descriptor above 1023.
    poller = select.poll()
    poller.register(connection, select.POLLOUT | (select.POLLIN if readable else 0))
    happened = next((event for _, event in poller.poll(within_s * 1000)), 0)
    broken = happened & (select.POLLERR | select.POLLHUP)
    return readable and bool(happened & select.POLLIN or broken), bool(happened & select.POLLOUT or broken)


def send_all(stream: ByteStream, pieces: Callable[[], bytes | None]) -> None:
    """Send every piece that *pieces* gives until it gives None, reading meanwhile what already comes back.

    A peer that answers early and stops reading is not an error: what it said is in the buffer.

    Raises:
        TooSlow: the deadline passed.
    """
    connection = stream.connection
    connection.setblocking(False)
    readable = True
    piece = pieces()
    while piece is not None:
        view = memoryview(piece)
        while view:
            left_s = stream.deadline - time.monotonic()
            if left_s <= 0:
                raise TooSlow
            can_read, can_write = _ready(connection, left_s, readable=readable)
            try:
                if can_read:
                    early = connection.recv(_PIECE_BYTES)
                    readable = bool(early)
                    stream.took(early)
                if can_write:
                    view = view[connection.send(view[:_PIECE_BYTES]) :]
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                continue
            except OSError:
                return
        piece = pieces()
