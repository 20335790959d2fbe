"""A raw client: one connection, answers read byte for byte."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

PATIENCE_S = 5.0


@dataclass
class Reply:
    """One answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    is_complete: bool

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def one(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)


class Client:
    """One connection to *port*, reading answers byte for byte; closed at the latest with its gateway."""

    opened: ClassVar[list["Client"]] = []

    def __init__(self, port: int, *, of: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S, source_address=(of, 0))
        self.held = b""
        self.opened.append(self)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self) -> bytes:
        """What arrives next; empty at the end."""
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""

    def until(self, marker: bytes) -> bytes:
        while marker not in self.held:
            data = self.read()
            if not data:
                raise EOFError(self.held)
            self.held += data
        before, _, self.held = self.held.partition(marker)
        return before + marker

    def reply(self, *, to_head: bool = False) -> Reply:
        first, *lines = self.until(b"\r\n\r\n").decode("latin-1").strip().split("\r\n")
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        reply = Reply(int(first.split()[1]), headers, b"", True)
        if to_head or reply.status in (204, 304):
            return reply
        try:
            if reply.one("transfer-encoding") == "chunked":
                reply.body = b"".join(self.chunks())
            elif (length := reply.one("content-length")) is not None:
                reply.body = self.exactly(int(length))
            else:
                reply.body = self.rest()
        except EOFError:
            reply.is_complete = False
        return reply

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.until(b"\r\n"), 16):
            yield self.exactly(size)
            self.until(b"\r\n")
        self.until(b"\r\n")

    def exactly(self, size: int) -> bytes:
        parts, have = [self.held], len(self.held)
        while have < size:
            data = self.read()
            if not data:
                raise EOFError
            parts.append(data)
            have += len(data)
        whole = b"".join(parts)
        self.held = whole[size:]
        return whole[:size]

    def rest(self) -> bytes:
        whole = self.held
        while data := self.socket.recv(65536):
            whole += data
        return whole

    def is_closed(self) -> bool:
        return self.held == b"" and self.read() == b""

    def close(self) -> None:
        self.socket.close()


def ask(port: int, request: bytes, *, to_head: bool = False) -> Reply:
    """The answer to one raw request on a connection of its own."""
    client = Client(port)
    try:
        client.send(request)
        return client.reply(to_head=to_head)
    finally:
        client.close()


def get(port: int, target: str, *headers: str, method: str = "GET") -> Reply:
    lines = [f"{method} {target} HTTP/1.1", "Host: gateway.test", *headers, "", ""]
    return ask(port, "\r\n".join(lines).encode("latin-1"), to_head=method == "HEAD")
