"""
A simulated server: a real listening socket that records every request and answers as scripted.

It can also fail like a real one: refuse, never accept, cut, reset, hang, talk garbage. Its port stays its
own all the while, so "the UI is down" and "the UI is back" happen at one address.
"""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from contract_harness.clients.websocket import WebSocketEnd
from contract_harness.errors import HarnessError
from contract_harness.patience import Patience, eventually
from contract_harness.upstreams.connection import Connection
from contract_harness.upstreams.script import (
    Answer,
    Hold,
    Received,
    Script,
    generated,
    generated_sha256,
)

__all__ = ["Answer", "Hold", "Received", "Script", "Upstream", "generated", "generated_sha256"]

_BACKLOG = 512


class Upstream:
    """One simulated server on 127.0.0.1, listening from construction on. A context manager that closes it.

    Attributes:
        port: stays the same through `stop`, `black_hole` and `start`.
        received: every request so far, in the order their bodies ended.
        websockets: this side of each WebSocket that was agreed on, in order.
    """

    def __init__(self, default: Script | None = None) -> None:
        self._default: Script = Answer() if default is None else default
        self._script: Script = self._default
        self._paths: dict[str, Script] = {}
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._fillers: list[socket.socket] = []
        self._ids = itertools.count(1)
        self._state = "down"
        self.received: list[Received] = []
        self.websockets: list[WebSocketEnd] = []
        self._hang_ups = 0
        self._listener, self.port = _bound_socket()
        self._acceptor: threading.Thread | None = None
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def base_url(self) -> str:
        """http://127.0.0.1:<port>, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hang_ups(self) -> int:
        """How often the other side closed before its answer was complete."""
        return self._hang_ups

    @property
    def open_connections(self) -> int:
        """How many connections are open now, idle ones included."""
        with self._lock:
            return len(self._connections)

    @property
    def awaited(self) -> list[Received]:
        """The requests whose bodies are waited for, as far as they came."""
        with self._lock:
            return [request for one in self._connections if (request := one.awaited)]

    def unread(self, request: Received) -> bytes:
        """What came over the connection of *request* since, and is no whole head."""
        with self._lock:
            open_now = {one.number: one.unread for one in self._connections}
        return open_now.get(request.connection_id, b"")

    def answer(self, script: Script) -> None:
        """Answer every request like this from now on, save those that have a path of their own."""
        self._script = script

    def answer_at(self, path: str, script: Script) -> None:
        """Answer requests whose raw path (no query) is exactly *path* like this from now on."""
        self._paths[path] = script

    def answer_with(self, script: Callable[[Received], Answer], *, path: str | None = None) -> None:
        """Let *script* make the answer of each request, in that connection's own thread."""
        if path is None:
            self.answer(script)
        else:
            self.answer_at(path, script)

    def wait_for(self, count: int = 1, *, within_s: float | None = None) -> list[Received]:
        """The requests, once there are *count* of them.

        Raises:
            ContractBreach: fewer came in time (`Patience.arrival_s` unless given).
        """
        __tracebackhide__ = True
        allowed_s = Patience.from_environment().arrival_s if within_s is None else within_s
        what = f"{count} request{'s' if count > 1 else ''} at the upstream"
        return eventually(
            lambda: list(self.received) if len(self.received) >= count else None,
            within_s=allowed_s,
            what=what,
        )

    def reset(self) -> None:
        """As new: nothing recorded, the default answer, listening again, nobody held.

        Idle connections stay open, since a gateway may keep a pool of them.
        """
        self._script = self._default
        self._paths.clear()
        with self._lock:
            busy = [connection for connection in self._connections if connection.is_busy]
        for connection in busy:
            connection.end()
        if self._state != "up":
            self.start()
        self.received.clear()
        self.websockets.clear()
        self._hang_ups = 0

    def stop(self) -> None:
        """Close every connection and refuse new ones; `start` undoes it."""
        self._stop_listening()

    def start(self) -> None:
        """Listen again at the same port; nothing happens when already listening."""
        if self._state == "up":
            return
        self._stop_listening()
        self._listener.listen(_BACKLOG)
        self._acceptor = threading.Thread(target=self._accept, daemon=True, name=f"upstream-{self.port}")
        self._acceptor.start()
        self._state = "up"

    def black_hole(self) -> None:
        """From now on connecting neither succeeds nor fails; `start` undoes it.

        The accept queue is made as short as Linux allows and filled, so that further SYNs are dropped.

        Raises:
            HarnessError: this system accepts connections all the same.
        """
        self._stop_listening()
        self._state = "black hole"
        self._listener.listen(0)
        for _ in range(16):
            filler = socket.socket()
            self._fillers.append(filler)
            filler.settimeout(0.05)
            try:
                filler.connect(("127.0.0.1", self.port))
            except TimeoutError:
                return
        raise HarnessError(
            "connections to a full accept queue succeed on this system: run on Linux to see connect timeouts."
        )

    def close(self) -> None:
        """Stop for good and give the port back."""
        self._stop_listening()
        self._state = "closed"
        self._listener.close()

    def record(self, request: Received) -> Script:
        """Called by a connection with each request; gives what to answer."""
        with self._lock:
            self.received.append(request)
        return self._paths.get(request.path, self._script)

    def switched(self, end: WebSocketEnd) -> None:
        """Called by a connection that has become a WebSocket."""
        self.websockets.append(end)

    def ended(self, connection: Connection, *, hung_up: bool) -> None:
        """Called by a connection when it is over."""
        with self._lock:
            self._connections.discard(connection)
            self._hang_ups += hung_up

    def _stop_listening(self) -> None:
        # On Linux a listener that is shut down keeps its port, refuses connections and may listen again.
        # One that does not listen must not be: what it later accepts would be born shut down.
        if self._state in {"up", "black hole"}:
            self._listener.shutdown(socket.SHUT_RDWR)
        self._state = "down"
        if self._acceptor is not None:
            self._acceptor.join()
            self._acceptor = None
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.end()
        for connection in connections:
            connection.join()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(self, peer, next(self._ids))
            with self._lock:
                self._connections.add(connection)
            connection.start()


def _bound_socket() -> tuple[socket.socket, int]:
    """A socket bound to a free port by number: one bound to port 0 would lose it when shut down."""
    for _ in range(20):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            listener.close()
        else:
            return listener, port
    raise HarnessError("no free port on 127.0.0.1: end some of the programs that hold them.")
