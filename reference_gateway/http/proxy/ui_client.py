"""Exchanges with the admin UI: connections are checked before reuse, requests repeated only when safe."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reference_gateway.http import rfc6455
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.proxy.ui_failures import UiGarbled, UiHungUp, UiNotYet, UiTooSlow, UiUnreachable
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.rfc9112 import Fields

logger = logging.getLogger("gateway.admin_ui")

MAX_IDLE_CONNECTIONS = 32

IDLE_FOR_S = 4.0
"""Shorter than the five seconds after which common UI runtimes close an idle connection."""

UNREPEATABLE_IDLE_FOR_S = 1.0
"""A request that may not be repeated goes only over a connection that was used a moment ago."""

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})


class UiAnswer:
    """The UI's answer: its head, and its body as it arrives. Must be closed."""

    def __init__(self, head: UiHead, body: Iterator[bytes], done: Callable[[bool], None]) -> None:
        self.status = head.status
        self.reason = head.reason
        self.headers: Fields = head.headers
        self.declared_bytes = head.declared_bytes
        self.has_body = head.has_body
        self._body = body
        self._done = done
        self._is_whole = not head.has_body

    def __iter__(self) -> Iterator[bytes]:
        """Body pieces in order.

        Raises:
            UiUnavailable: the rest will not come.
        """
        yield from self._body
        self._is_whole = True

    def close(self) -> None:
        """Give the connection back when the body was read whole, else drop it, so that the UI stops."""
        self._done(self._is_whole)


@dataclass(frozen=True, slots=True)
class UiSwitched:
    """The UI has accepted a WebSocket: the headers of its 101, the socket, and what came behind them."""

    headers: Fields
    socket: socket.socket
    ahead: bytes


class UiClient:
    """Asks the admin UI. Redirects are answers like any other and are never followed."""

    def __init__(self, settings: UiSettings) -> None:
        self._settings = settings
        self._idle: list[UiConnection] = []
        self._lock = threading.Lock()
        self._is_closed = False

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        """Send *request* and read the answer's head.

        Raises:
            UiUnavailable: no usable answer within the limits.
            UiNotYet: none within the time that *request* gives it; it was hung up on.
            ClientGone: *is_abandoned* became true first.
        """
        limit_s = self._settings.request_timeout_ms / 1000
        held_back_s = max(0.0, limit_s - (request.head_within_s or limit_s))
        allowance = Allowance(limit_s - held_back_s, is_abandoned, between_pieces_s=limit_s)
        try:
            answer = self._exchange(request, allowance)
        except UiTooSlow as late:
            if held_back_s and allowance.left_s <= 0:
                raise UiNotYet(str(late)) from late
            raise
        allowance.extend(held_back_s)
        return answer

    def upgrade(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer | UiSwitched:
        """Send a WebSocket's handshake, over a connection of its own; the UI may answer otherwise.

        Raises:
            UiUnavailable: no usable answer within the limits, or a 101 that accepts something else.
            ClientGone: *is_abandoned* became true first.
        """
        limit_s = self._settings.request_timeout_ms / 1000
        allowance = Allowance(limit_s, is_abandoned, between_pieces_s=limit_s)
        connection = self.connect(allowance)
        answer = self._over(connection, request, allowance, may_switch=True)
        if answer.status != 101:
            return answer
        if not rfc6455.is_acceptance(answer.headers, tuple(request.headers)):
            connection.close()
            raise UiGarbled("it accepts another WebSocket than it was asked for")
        return UiSwitched(answer.headers, *connection.surrender())

    def _exchange(self, request: UiRequest, allowance: Allowance) -> UiAnswer:
        kept = self.kept_connection(request.method)
        if kept is not None:
            try:
                return self._over(kept, request, allowance)
            except UiHungUp:
                if kept.has_answered or not self.may_repeat(request.method):
                    raise
        return self._over(self.connect(allowance), request, allowance)

    def may_repeat(self, method: str) -> bool:
        """Whether a request whose kept connection broke unanswered may be sent again (RFC 9110, 9.2.2)."""
        return method in IDEMPOTENT

    def kept_connection(self, method: str) -> UiConnection | None:
        """A kept connection that is still good for *method*; those that are not are dropped."""
        idle_for_s = IDLE_FOR_S if self.may_repeat(method) else UNREPEATABLE_IDLE_FOR_S
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            if time.monotonic() - connection.idle_since <= idle_for_s and self.may_reuse(connection):
                return connection
            connection.close()

    def may_reuse(self, connection: UiConnection) -> bool:
        """Whether nothing is left over from the exchange before."""
        return connection.is_quiet()

    def connect(self, allowance: Allowance) -> UiConnection:
        """A fresh connection, within the connect limit over all addresses of the host.

        Raises:
            UiUnreachable: refused, unknown, or too slow to accept.
        """
        upstream = self._settings.upstream
        began = time.monotonic()
        limit_s = min(self._settings.connect_timeout_ms / 1000, max(allowance.left_s, 0.001))
        try:
            connected = socket.create_connection((upstream.host, upstream.port), timeout=limit_s)
            connected = self._made_ready(connected)
        except TimeoutError as late:
            raise UiTooSlow("connect timeout exceeded") from late
        except OSError as refused:
            raise UiUnreachable(refused.strerror or type(refused).__name__) from refused
        finally:
            allowance.spend(began)
        return self.adopt(connected)

    def adopt(self, connected: socket.socket) -> UiConnection:
        """What speaks HTTP over *connected*."""
        return UiConnection(connected)

    def close(self) -> None:
        """Drop every kept connection, and keep none any more."""
        with self._lock:
            self._is_closed = True
            kept, self._idle = self._idle, []
        for connection in kept:
            connection.close()

    def _made_ready(self, connected: socket.socket) -> socket.socket:
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            settings = self._settings
            if settings.upstream.scheme != "https":
                return connected
            return _secured(connected, settings.upstream.host, settings.ca_bundle)
        except OSError:
            connected.close()
            raise

    def _over(
        self,
        connection: UiConnection,
        request: UiRequest,
        allowance: Allowance,
        *,
        may_switch: bool = False,
    ) -> UiAnswer:
        try:
            was_sent_whole = connection.send(request, allowance)
            head = connection.read_head(request.method, allowance, may_switch=may_switch)
        except BaseException:
            connection.close()
            raise
        stays_open = head.stays_open and was_sent_whole

        def done(is_whole: bool) -> None:
            self._keep_or_close(connection, keep=is_whole and stays_open)

        return UiAnswer(head, connection.read_body(head, allowance), done)

    def _keep_or_close(self, connection: UiConnection, *, keep: bool) -> None:
        if keep and self.may_reuse(connection):
            connection.idle_since = time.monotonic()
            with self._lock:
                if not self._is_closed and len(self._idle) < MAX_IDLE_CONNECTIONS:
                    self._idle.append(connection)
                    return
        connection.close()


def _secured(connected: socket.socket, host: str, bundle: str) -> socket.socket:
    """The same over TLS, trusting whom this machine, `SSL_CERT_FILE` in its place, and *bundle* name."""
    # Imported here: most UIs are reached in plain text, and TLS costs the boot 15 ms.
    import ssl

    trusting = ssl.create_default_context()
    if bundle:
        trusting.load_verify_locations(**{"capath" if Path(bundle).is_dir() else "cafile": bundle})
    return trusting.wrap_socket(connected, server_hostname=host)
