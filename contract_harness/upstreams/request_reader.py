"""Requests as a simulated server reads them: byte for byte, in any framing, whole or cut short."""

from __future__ import annotations

import socket
from dataclasses import replace

from contract_harness.upstreams.script import BodyTally, Received

_MAX_HEAD_BYTES = 1024 * 1024
_PIECE_BYTES = 256 * 1024


class PeerGone(Exception):
    """The other side closed or reset the connection."""


class RequestReader:
    """What comes in on one accepted socket, read through a buffer."""

    def __init__(self, peer: socket.socket) -> None:
        self._peer = peer
        self._buffer = bytearray()

    @property
    def has_more(self) -> bool:
        """Bytes behind what was read so far have already come."""
        return bool(self._buffer)

    @property
    def unread(self) -> bytes:
        """Those bytes."""
        return bytes(self._buffer)

    def head(self) -> bytes:
        """A request line and headers with their end; nothing when the other side closed first."""
        return self._read_until(b"\r\n\r\n")

    def body(self, request: Received, tally: BodyTally) -> bool:
        """Read the body that belongs to *request*; False when it was cut short."""
        try:
            if "chunked" in (request.header("transfer-encoding") or "").lower():
                self._read_chunks(tally)
            else:
                self._read_exactly(int(request.header("content-length") or 0), tally)
        except (PeerGone, ValueError):
            return False
        return True

    def _read_chunks(self, tally: BodyTally) -> None:
        while True:
            line = self._read_until(b"\r\n")
            if not line:
                raise PeerGone
            size = int(line.split(b";", 1)[0], 16)
            if size == 0:
                while self._read_until(b"\r\n").strip():
                    pass
                return
            self._read_exactly(size, tally)
            self._read_exactly(2, BodyTally())

    def _read_exactly(self, length: int, tally: BodyTally) -> None:
        while length:
            if not self._buffer:
                self._buffer += self._receive()
            piece = bytes(self._buffer[:length])
            del self._buffer[: len(piece)]
            tally.add(piece)
            length -= len(piece)

    def _read_until(self, marker: bytes) -> bytes:
        """Everything up to and including *marker*; nothing when the other side closed first."""
        while (end := self._buffer.find(marker)) < 0:
            if len(self._buffer) > _MAX_HEAD_BYTES:
                return b""
            try:
                self._buffer += self._receive()
            except PeerGone:
                return b""
        found = bytes(self._buffer[: end + len(marker)])
        del self._buffer[: len(found)]
        return found

    def _receive(self) -> bytes:
        try:
            piece = self._peer.recv(_PIECE_BYTES)
        except OSError:
            raise PeerGone from None
        if not piece:
            raise PeerGone
        return piece


def parsed(head: bytes, at_s: float, number: int) -> Received:
    """The request that begins with *head*, on connection *number*; its body is still to come."""
    first, *lines = head[:-4].split(b"\r\n")
    method, _, rest = first.decode("latin-1").partition(" ")
    target, _, version = rest.rpartition(" ")
    pairs = [line.decode("latin-1").partition(":") for line in lines]
    return Received(
        method=method,
        target=target,
        headers=tuple((name, value.strip(" \t")) for name, _, value in pairs),
        body=b"",
        raw_head=head,
        at_s=at_s,
        version=version.removeprefix("HTTP/"),
        connection_id=number,
    )


def so_far(begun: Received, tally: BodyTally, *, complete: bool) -> Received:
    """The request that *begun* is the head of, with as much of its body as there is."""
    return replace(
        begun,
        body=bytes(tally.kept),
        body_bytes=tally.length,
        body_sha256=tally.digest.hexdigest(),
        complete=complete,
    )
