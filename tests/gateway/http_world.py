"""A real server, a raw client and a scriptable upstream, on real sockets, for the tests of this room."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from reference_gateway.http.forwarded import Forwarded, TrustedPeers
from reference_gateway.http.front import Front
from reference_gateway.http.listener import Listener
from reference_gateway.http.proxy import AdminProxy
from reference_gateway.http.proxy_rules import ProxyRules
from reference_gateway.http.request_id import RequestIds
from reference_gateway.http.serving import GatewayServer, Limits
from reference_gateway.http.ui_client import UiClient
from reference_gateway.http.ui_settings import UiSettings

SMALL = Limits(api_threads=4, ui_threads=4, health_threads=1, shutdown_grace_s=5.0)

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

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
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

    def is_hung_up_on(self) -> bool:
        """Waits for the gateway to close; whether it did."""
        self.socket.settimeout(PATIENCE_S)
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


@contextmanager
def serving(application: Any, *, limits: Limits = SMALL, is_for_ui: Any = lambda _: False) -> Iterator[int]:
    """Run *application* and give its port; ends by the ordinary drain."""
    server = GatewayServer(application, Listener.bind("127.0.0.1:0"), limits, is_for_ui)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.stop()
        thread.join(10)
        while Client.opened:
            Client.opened.pop().close()
        assert not thread.is_alive()


def no_api(_environ: Any, start: Any) -> list[bytes]:
    """An API that has nothing."""
    start("404 Not Found", [("content-type", "text/plain")])
    return [b"api"]


@contextmanager
def proxying(
    upstream_port: int,
    *,
    base_path: str = "/admin",
    prefix: str = "",
    connect_ms: int = 750,
    request_ms: int = 3000,
    trusted: tuple[str, ...] = (),
    limits: Limits = SMALL,
    api: Any = no_api,
) -> Iterator[int]:
    """A gateway whose admin UI is at *upstream_port*."""
    settings = UiSettings.from_environment(
        {
            "ADMIN_UI_UPSTREAM": f"http://127.0.0.1:{upstream_port}{prefix}",
            "ADMIN_UI_BASE_PATH": base_path,
            "ADMIN_UI_CONNECT_TIMEOUT_MS": str(connect_ms),
            "ADMIN_UI_REQUEST_TIMEOUT_MS": str(request_ms),
        }
    )
    rules = ProxyRules(settings, Forwarded(TrustedPeers(trusted)), lambda path: path == "/v1/models")
    client = UiClient(settings)
    front = Front(api=api, ui=AdminProxy(rules, client), rules=rules, request_ids=RequestIds())
    try:
        with serving(front, limits=limits, is_for_ui=front.is_for_ui) as port:
            yield port
    finally:
        client.close()


def limits(**changes: Any) -> Limits:
    """`SMALL` with *changes*."""
    return replace(SMALL, **changes)
