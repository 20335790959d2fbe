"""
One end of a WebSocket, spoken frame by frame: enough of RFC 6455 for messages, pings and an end.

Both ends speak it, the visitor's and that of the simulated admin UI; only a visitor's frames are masked.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from dataclasses import dataclass

from contract_harness.clients.headers import Headed, Headers
from contract_harness.clients.wire import ByteStream, Closed, TooSlow, send_all
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
"""Opcodes. Source: RFC 6455, 5.2."""
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_LAST = 0x80
_MASKED = 0x80
_CALLED = {TEXT: "a text", BINARY: "bytes", CLOSE: "an end"}
_MOST_BYTES = 16 * 1024 * 1024
_SHOWN_BYTES = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What one end says; for an end, its code and reason are the content.

    Attributes:
        pieces: the content, a frame for each.
    """

    opcode: int
    pieces: tuple[bytes, ...]

    @property
    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces)

    def __str__(self) -> str:
        return f"{_CALLED[self.opcode]} of {len(self.content)} bytes, {octets(self.content, _SHOWN_BYTES)}"


class WebSocketEnd:
    """One end of an agreed WebSocket."""

    def __init__(self, stream: ByteStream, *, is_visitor: bool) -> None:
        self._stream = stream
        self._is_visitor = is_visitor

    def say(self, message: Message, *, within_s: float) -> None:
        """Send *message*.

        Raises:
            ContractBreach: nobody takes it in time.
        """
        __tracebackhide__ = True
        last = len(message.pieces) - 1
        for number, piece in enumerate(message.pieces):
            self._send(message.opcode if number == 0 else 0, piece, is_last=number == last, within_s=within_s)

    def hear(self, *, within_s: float) -> Message:
        """The next message, in one piece however it was framed; pings are answered.

        Raises:
            ContractBreach: none came in time, or the connection ended.
        """
        __tracebackhide__ = True
        self._stream.deadline = time.monotonic() + within_s
        opcode, content = 0, b""
        try:
            while True:
                kind, is_last, piece = self._frame()
                if kind == PING:
                    self._send(PONG, piece, is_last=True, within_s=within_s)
                elif kind == CLOSE:
                    return Message(CLOSE, (piece,))
                elif kind != PONG:
                    opcode, content = kind or opcode, content + piece
                    if is_last:
                        return Message(opcode, (content,))
        except (Closed, TooSlow) as end:
            observed = f"the connection {end}" if isinstance(end, Closed) else f"none within {within_s:g} s"
            raise ContractBreach("a message arrives", observed) from None

    def _frame(self) -> tuple[int, bool, bytes]:
        first, second = self._stream.exactly(2)
        length = second & ~_MASKED
        if length >= 126:
            length = int.from_bytes(self._stream.exactly(2 if length == 126 else 8), "big")
        if length > _MOST_BYTES:
            raise ContractBreach("frames of a WebSocket", f"a frame of {length} bytes")
        mask = self._stream.exactly(4) if second & _MASKED else b""
        content = self._stream.exactly(length)
        return first & 0x0F, bool(first & _LAST), _masked(content, mask) if mask else content

    def _send(self, opcode: int, content: bytes, *, is_last: bool, within_s: float) -> None:
        __tracebackhide__ = True
        mask = os.urandom(4) if self._is_visitor else b""
        self._stream.deadline = time.monotonic() + within_s
        pieces = iter((_framed(opcode, content, mask, is_last=is_last), None))
        try:
            send_all(self._stream, pieces.__next__)
        except TooSlow:
            raise ContractBreach("a message is taken", f"not within {within_s:g} s") from None


def handshake() -> Headers:
    """The headers by which a visitor asks for a WebSocket. Source: RFC 6455, 4.1."""
    return (
        ("Connection", "keep-alive, Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Key", base64.b64encode(os.urandom(16)).decode()),
        ("Sec-WebSocket-Version", "13"),
    )


def acceptance(request: Headed) -> Headers | None:
    """The headers of a 101 that agrees to *request*; None where it asks for no WebSocket."""
    asks = "upgrade" in (request.header("connection") or "").lower()
    key = request.header("sec-websocket-key")
    if not asks or key is None or (request.header("upgrade") or "").lower() != "websocket":
        return None
    digest = hashlib.sha1(key.encode() + _GUID, usedforsecurity=False).digest()
    accept = base64.b64encode(digest).decode()
    return (("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept))


def unmasked(message: Message) -> bytes:
    """A server's frame with all of *message*."""
    return _framed(message.opcode, message.content, b"", is_last=True)


def _framed(opcode: int, content: bytes, mask: bytes, *, is_last: bool) -> bytes:
    head = bytes([opcode | (_LAST if is_last else 0)]) + _length(len(content), is_masked=bool(mask))
    return head + mask + (_masked(content, mask) if mask else content)


def _length(length: int, *, is_masked: bool) -> bytes:
    flag = _MASKED if is_masked else 0
    if length < 126:
        return bytes([flag | length])
    if length < 1 << 16:
        return bytes([flag | 126]) + length.to_bytes(2, "big")
    return bytes([flag | 127]) + length.to_bytes(8, "big")


def _masked(content: bytes, mask: bytes) -> bytes:
    """Source: RFC 6455, 5.3."""
    length = len(content)
    key = int.from_bytes((mask * (length // 4 + 1))[:length], "big")
    return (int.from_bytes(content, "big") ^ key).to_bytes(length, "big")
