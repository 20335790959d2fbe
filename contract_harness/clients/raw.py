"""
A bare connection: any bytes out, and everything that comes back, with the moment it came.

For what an HTTP library would hide or forbid: malformed requests, answers that arrive in pieces,
connections that are cut.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from types import TracebackType
from typing import Self

from contract_harness.clients.bodies import read_body
from contract_harness.clients.origin import Access, Origin
from contract_harness.clients.raw_reply import RawReply
from contract_harness.clients.websocket import WebSocketEnd
from contract_harness.clients.wire import (
    ByteStream,
    Closed,
    Garbage,
    TooSlow,
    send_all,
)
from contract_harness.errors import ContractBreach
from contract_harness.evidence.recorder import Evidence
from contract_harness.evidence.wording import fault, octets
from contract_harness.patience import Patience

_CLIPPED_BYTES = 300
"""So much of what is not HTTP is shown."""
_AT_HAND_S = 0.005
"""What is on its way already comes within this time."""


class RawConnection:
    """One connection to the gateway; a context manager that closes it.

    Whatever is sent first gets the headers of *access* behind its first line, and is left alone otherwise.
    """

    def __init__(
        self,
        base_url: str,
        *,
        evidence: Evidence | None = None,
        patience: Patience | None = None,
        access: Access | None = None,
    ) -> None:
        self._origin = Origin.of(base_url, access)
        self.host = self._origin.authority
        self._base_url = base_url.rstrip("/")
        self._patience = patience or Patience.from_environment()
        self._evidence = evidence
        self._sent = bytearray()
        self._sent_bytes = 0
        self._began = time.monotonic()
        try:
            connection = self._origin.connect(self._patience.connect_s)
        except OSError as error:
            raise ContractBreach(
                f"a connection to {self.host} is accepted", f"it was not ({fault(error)})"
            ) from None
        self._stream = ByteStream(connection, 0.0, keep_arrivals=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, data: bytes, *, within_s: float | None = None) -> None:
        """Send *data* exactly; a peer that stopped reading is not an error.

        Raises:
            ContractBreach: the peer neither read nor closed in time.
        """
        __tracebackhide__ = True
        shown = data
        if not self._sent:
            self._began = time.monotonic()
            data, shown = self._with_given_headers(data)
        self._sent_bytes += len(shown)
        if len(self._sent) < 64 * 1024:
            self._sent += shown
        self._wait(within_s)
        pieces = iter((data, None))
        try:
            send_all(self._stream, pieces.__next__)
        except TooSlow:
            raise ContractBreach("the request is read", "the gateway stopped reading it") from None

    def wait_for(self, marker: bytes, *, within_s: float | None = None, behind: bytes = b"") -> bool:
        """Read until *marker* has come; False when the deadline passed or the peer closed first.

        Nothing is consumed: `read_reply` still sees everything.

        Args:
            behind: what must have come before the marker, such as the end of a head.
        """
        self._wait(within_s)
        while self._stream.buffer.find(marker, self._end_of(behind)) < 0:
            try:
                self._stream.more()
            except (Closed, TooSlow):
                return False
        return True

    def _end_of(self, marker: bytes) -> int:
        """Where the first *marker* ends in what has come; beyond all of that when there is none."""
        at = self._stream.buffer.find(marker)
        return len(self._stream.buffer) if at < 0 else at + len(marker)

    def read_reply(self, timeout_s: float | None = None, *, method: str = "GET") -> RawReply:
        """Read one answer; a cut or missing one is told, not raised.

        Args:
            timeout_s: for the whole answer, `Patience.reply_s` unless given.
            method: of the request it answers, since HEAD has no body.

        Raises:
            ContractBreach: what came is not HTTP/1.1, or it did not end in time.
        """
        __tracebackhide__ = True
        within_s = self._wait(timeout_s)
        try:
            reply = self._read(method)
        except Garbage as garbage:
            self._record(None, str(garbage))
            raise ContractBreach("an HTTP/1.1 answer", str(garbage), self._clipped()) from None
        except TooSlow:
            self._record(None, "too slow")
            raise ContractBreach(
                f"a whole answer within {within_s:g} s", "it did not end", self._clipped()
            ) from None
        self._record(reply, reply.trouble)
        return reply

    def websocket(self) -> WebSocketEnd:
        """The visitor's end of what this connection has become."""
        return WebSocketEnd(self._stream, is_visitor=True)

    def is_closed(self, *, within_s: float | None = None) -> bool:
        """The peer closed (or reset) the connection, at the latest within `Patience.close_s`.

        Bytes that come meanwhile are kept for `unread`.
        """
        self._wait(self._patience.close_s if within_s is None else within_s)
        while True:
            try:
                self._stream.more()
            except Closed:
                return True
            except TooSlow:
                return False

    @property
    def unread(self) -> bytes:
        """Bytes that came and belong to no answer that was read."""
        with contextlib.suppress(Closed, TooSlow):
            while True:
                self._wait(_AT_HAND_S)
                self._stream.more()
        return bytes(self._stream.buffer)

    def stop_sending(self) -> None:
        """Close our half; the gateway sees the end of the request."""
        with contextlib.suppress(OSError):
            # TLS would forget its keys, and could read no answer any more.
            socket.socket.shutdown(self._stream.connection, socket.SHUT_WR)

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        linger = struct.pack("ii", 1, 0)
        self._stream.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._stream.connection.close()

    def close(self) -> None:
        """Close the connection; closing twice does nothing."""
        self._stream.connection.close()

    def _with_given_headers(self, data: bytes) -> tuple[bytes, bytes]:
        """The bytes to send, and the same as evidence shows them."""
        first, end, rest = data.partition(b"\r\n")
        given = self._origin.access.headers
        if not end or not given:
            return data, data
        sent = [f"{one.name}: {one.value}\r\n" for one in given]
        shown = ["{}: {}\r\n".format(*one.shown) for one in given]
        return first + end + "".join(sent).encode() + rest, first + end + "".join(shown).encode() + rest

    def _read(self, method: str) -> RawReply:
        try:
            head = self._stream.head()
        except Closed as closed:
            came = bytes(self._stream.buffer)
            return RawReply(0, "", (), came, False, self._arrivals(), trouble=f"{closed} without an answer")
        body = read_body(self._stream, head, method=method)
        return RawReply(
            status=head.status,
            reason=head.reason,
            headers=head.headers,
            body=bytes(body.content),
            complete=body.complete,
            arrivals=self._arrivals(),
            head=head.raw,
            trouble=body.trouble,
        )

    def _arrivals(self) -> tuple[tuple[float, bytes], ...]:
        return tuple((at - self._began, piece) for at, piece in self._stream.arrivals)

    def _head_s(self) -> float:
        """When the last byte of the first head came; 0 when none did."""
        came = b""
        for at, piece in self._arrivals():
            came += piece
            if b"\r\n\r\n" in came:
                return at
        return 0.0

    def _wait(self, within_s: float | None) -> float:
        allowed_s = self._patience.reply_s if within_s is None else within_s
        self._stream.deadline = time.monotonic() + allowed_s
        return allowed_s

    def _clipped(self) -> str:
        came = bytes(self._stream.buffer) or b"".join(piece for _, piece in self._stream.arrivals)
        return octets(came, _CLIPPED_BYTES)

    def _record(self, reply: RawReply | None, trouble: str) -> None:
        if self._evidence is None:
            return
        head, _, body = bytes(self._sent).partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        method, _, rest = first.decode("latin-1").partition(" ")
        pairs = [line.decode("latin-1").partition(":") for line in lines]
        self._evidence.record_exchange(
            method=method or "(none)",
            url=self._base_url + rest.rpartition(" ")[0],
            origin=str(self._origin),
            files=self._origin.access.files,
            request_headers=[(name, value.strip()) for name, _, value in pairs],
            request_body=body,
            status=reply.status if reply else 0,
            reason=reply.reason if reply else "",
            response_headers=reply.headers if reply else (),
            response_body=reply.body if reply else b"",
            began=self._began,
            head_s=self._head_s(),
            elapsed_s=time.monotonic() - self._began,
            trouble=trouble,
            sent=bytes(self._sent),
            sent_bytes=self._sent_bytes,
        )


def raw_exchange(
    base_url: str,
    request: bytes,
    *,
    evidence: Evidence | None = None,
    patience: Patience | None = None,
    timeout_s: float | None = None,
) -> RawReply:
    """Send *request* on a new connection, read one answer, close.

    Raises:
        ContractBreach: refused, not HTTP/1.1, or not ended in time.
    """
    __tracebackhide__ = True
    with RawConnection(base_url, evidence=evidence, patience=patience) as connection:
        connection.send(request)
        return connection.read_reply(timeout_s, method=request.split(b" ", 1)[0].decode("latin-1"))
