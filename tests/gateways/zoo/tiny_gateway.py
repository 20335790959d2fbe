"""
What every gateway of the zoo is made of: the smallest program that a process target can start.

It reads one line of its config (`bind:`), serves until it is ended, is ready at once, and says honestly of
everything else that there is no such thing. A fault replaces one of these. It needs nothing but the
standard library, so that it starts in some thirty milliseconds.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

Answer = Callable[[socket.socket], None]
"""Answers the request that was just read; the connection is closed afterwards."""

PORTS_FILE = "ZOO_PORTS"
"""The variable that names the file in which each port is noted, for who looks whether it is free again."""


def reply(
    body: bytes = b"", *, status: str = "200 OK", kind: str = "application/json", **headers: str
) -> bytes:
    """A whole answer; underscores in the names of *headers* stand for hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def not_found(connection: socket.socket) -> None:
    """The one true thing a gateway without routes can say."""
    document = b'{"error":{"type":"not_found","code":"not_found","message":"no such route"}}'
    connection.sendall(reply(document, status="404 Not Found"))


class TinyGateway:
    """One that serves at the address of its config.

    Attributes:
        answer: says what comes back on every path but the readiness path.
        is_ready: whether the readiness path is answered properly.
    """

    def __init__(self, answer: Answer = not_found, *, is_ready: bool = True) -> None:
        self.answer = answer
        self.is_ready = is_ready
        config = Path(sys.argv[1]).read_text("utf-8")
        bind = next(line.split()[-1] for line in config.splitlines() if "bind:" in line)
        self.host, self.port = bind.rsplit(":", 1)[0], int(bind.rsplit(":", 1)[1])

    def serve(self) -> None:
        """Answer every connection in a thread of its own, for ever."""
        with self.listening() as listener:
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def listening(self) -> socket.socket:
        """The listening socket; its port is noted."""
        with Path(os.environ[PORTS_FILE]).open("a", encoding="ascii") as ports:
            ports.write(f"{self.port}\n")
        return socket.create_server((self.host, self.port), backlog=64)

    def _attend(self, connection: socket.socket) -> None:
        with connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            try:
                if self.is_ready and head.startswith(b"GET /readyz "):
                    connection.sendall(reply(b'{"status":"ok"}'))
                else:
                    self.answer(connection)
            except OSError:
                return
