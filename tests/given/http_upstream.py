"""A scriptable server on a real socket, standing in for the admin UI or a provider."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.given.http_client import PATIENCE_S


@dataclass
class Asked:
    """One request the upstream read."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


Script = Callable[["Conversation", Asked], None]


class Conversation:
    """The upstream's side of one connection."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.reader = connected.makefile("rb")

    def say(self, data: bytes) -> None:
        self.socket.sendall(data)

    def hang_up(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)

    def is_hung_up_on(self, *, within_s: float = PATIENCE_S) -> bool:
        """Waits for the gateway to close; whether it did."""
        self.socket.settimeout(within_s)
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


def page(body: bytes = b"<p>hello</p>", *headers: str, status: str = "200 OK") -> Script:
    """Answers every request the same way, on a connection that stays open."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    raw = "\r\n".join(lines).encode("latin-1")
    return lambda conversation, asked: conversation.say(
        raw + (b"" if asked.line.startswith("HEAD") else body)
    )


def raw(answer: bytes, *, then_close: bool = True) -> Script:
    """Says exactly these bytes."""

    def script(conversation: Conversation, _: Asked) -> None:
        conversation.say(answer)
        if then_close:
            conversation.hang_up()

    return script


@dataclass
class Upstream:
    """A server that records what it is asked and follows `script`."""

    script: Script = field(default_factory=page)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    port: int = 0
    """0 takes a free one."""

    def __post_init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listening.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                connected, _ = self.listening.accept()
            except OSError:
                return
            self._open.append(connected)
            self.connections += 1
            threading.Thread(target=self._talk, args=(connected, self.connections), daemon=True).start()

    def _talk(self, connected: socket.socket, number: int) -> None:
        conversation = Conversation(connected)
        try:
            while asked := self._listen(conversation, number):
                self.asked.append(asked)
                self.script(conversation, asked)
        except (OSError, ValueError):
            pass
        finally:
            conversation.reader.close()
            connected.close()

    @staticmethod
    def _listen(conversation: Conversation, number: int) -> Asked | None:
        line = conversation.reader.readline().decode("latin-1").strip()
        if not line:
            return None
        headers = []
        while (header := conversation.reader.readline().decode("latin-1").rstrip("\r\n")) != "":
            name, _, value = header.partition(": ")
            headers.append((name, value))
        asked = Asked(line, headers, b"", number)
        asked.body = conversation.reader.read(int((asked.all("content-length") or ["0"])[0]))
        return asked
