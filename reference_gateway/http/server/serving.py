"""
The server: waitress with several thread pools, deadlines, and a drain at the end.

A pool for each kind of work keeps one from starving another: a slow admin UI holds its own threads only,
readiness is answered while every thread that serves is busy, and liveness while readiness waits for the
database.
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import TcpWSGIServer

from reference_gateway.http.server.adjustments import adjustments
from reference_gateway.http.server.channel import RequestTimeout, StrictChannel
from reference_gateway.http.server.descriptors import EXHAUSTED, affordable
from reference_gateway.http.server.intake import Intake, Unasked
from reference_gateway.http.server.listener import Listener
from reference_gateway.http.server.parser import StrictParser
from reference_gateway.http.server.thread_pools import ThreadPool
from reference_gateway.http.server.tunnels import Tunnels
from reference_gateway.http.wsgi import Admission, Application

logger = logging.getLogger("gateway.http")

IsForUi = Callable[[str], bool]

LIVENESS_PATHS = frozenset({"/healthz", "/api/v1/health"})
READINESS_PATH = "/readyz"
REST_S = 1.0
"""How long nobody is accepted once the descriptors are used up."""

MODEL_PATHS = frozenset({"/v1/chat/completions", "/v1/embeddings"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything that bounds a client."""

    api_threads: int = 32
    model_threads: int = 128
    """Calls that wait for a provider, or stream for minutes, and hold up nobody else."""
    ui_threads: int = 32
    readiness_threads: int = 2
    liveness_threads: int = 1
    connections: int = 4000
    """File descriptors of all kinds the loop may hold; more clients wait in the backlog."""
    head_bytes: int = 64 * 1024
    body_bytes: int = 128 * 1024 * 1024
    body_in_memory_bytes: int = 512 * 1024
    """A larger request body waits in a temporary file, if it is known who sends it or nobody needs to be."""
    strangers_bytes: int = 256 * 1024 * 1024
    """What bodies of clients that are not known hold together; at most half of the disk that has them."""
    answer_in_memory_bytes: int = 1024 * 1024
    """How much of an answer a slow client may leave waiting before its producer pauses."""
    head_s: float = 20.0
    body_s: float = 60.0
    """How long a body may take, and then one second more for each so many bytes that have come."""
    body_bytes_per_s: int = 4096
    idle_s: float = 60.0
    stall_s: float = 60.0
    tunnels: int = 256
    """WebSockets at once; each holds two descriptors and two pieces of 64 KiB at most."""
    shutdown_grace_s: float = 10.0
    """How long requests in flight may go on after the signal to stop."""

    @property
    def waiting_threads(self) -> int:
        """Those that may each hold a connection to somebody else."""
        return self.api_threads + self.model_threads + self.ui_threads


class GatewayServer(TcpWSGIServer):  # type: ignore[misc]  # waitress carries no types
    """Accepts, hands complete requests to their thread pool, ends those that overstay, drains on a signal."""

    channel_class = StrictChannel
    tunnels_kind = Tunnels

    def __init__(
        self,
        application: Application,
        listener: Listener,
        limits: Limits,
        is_for_ui: IsForUi,
        admission: Admission | None = None,
    ) -> None:
        self._limits = limits
        self._is_for_ui = is_for_ui
        self._stopping = False
        self._rests_until = 0.0
        self._liveness = ThreadPool(limits.liveness_threads)
        self._readiness = ThreadPool(limits.readiness_threads)
        self._models = ThreadPool(limits.model_threads)
        self._ui = ThreadPool(limits.ui_threads)
        self.tunnels = self.tunnels_kind(limits.tunnels)
        self.intake = Intake(
            admission or Unasked(),
            room_bytes=limits.strangers_bytes,
            in_memory_bytes=limits.body_in_memory_bytes,
        )
        held = listener.socket
        super().__init__(
            application,
            map={},
            _sock=held,
            dispatcher=ThreadPool(limits.api_threads),
            adj=adjustments(held, limits, affordable(limits.connections, limits.waiting_threads)),
            sockinfo=(held.family, held.type, held.proto, held.getsockname()),
            bind_socket=False,
        )

    @property
    def is_draining(self) -> bool:
        """Whether the end has begun: every answer from now on closes its connection."""
        return self._stopping

    def readable(self) -> bool:
        """While there may be more connections, and the system had a descriptor for the last one."""
        return time.monotonic() >= self._rests_until and bool(super().readable())

    def accept(self) -> Any:
        """The next connection; without a descriptor for it, none for a moment: it waits in the backlog."""
        try:
            return super().accept()
        except OSError as cause:
            if cause.errno not in EXHAUSTED:
                raise
            logger.warning("no descriptor is left for another connection: %s", cause.strerror)
            self._rests_until = time.monotonic() + REST_S
            return None

    def add_task(self, channel: StrictChannel) -> None:
        """Queue *channel*'s next request in its pool."""
        self.pool_of(channel).add_task(channel)

    def pool_of(self, channel: StrictChannel) -> Any:
        """The threads that answer *channel*'s next request."""
        path = channel.requests[0].path if channel.requests else ""
        if path in LIVENESS_PATHS:
            return self._liveness
        if path == READINESS_PATH:
            return self._readiness
        if path in MODEL_PATHS:
            return self._models
        return self._ui if self._is_for_ui(path) else self.task_dispatcher

    def ask_who(self, channel: StrictChannel, request: StrictParser) -> None:
        """Have the application asked who sends *request*, and *channel* told by the loop."""

        def told(is_known: bool) -> None:
            with suppress(OSError):
                self.trigger.pull_trigger(lambda: channel.answered_who(is_known))

        self.task_dispatcher.add_task(self.intake.check(request, told))

    def outlives_its_client(self, channel: StrictChannel) -> bool:
        """Whether *channel*'s request is answered though its client has ended its side of the connection.

        Such a client may be waiting with half a connection or be gone; nothing tells which. The API answers
        anyway; the admin UI is hung up on, since a page can take long and nobody may be there to see it.
        """
        return self.pool_of(channel) is not self._ui

    def maintenance(self, now: float) -> None:
        """End the connections that overstay."""
        for channel in list(self.active_channels.values()):
            if channel.overstays(now, self._limits):
                self._end(channel)
        self.tunnels.sweep()

    def pull_trigger(self) -> None:
        """Wake the loop; it may already be over when a thread finishes late."""
        with suppress(OSError):
            super().pull_trigger()

    def stop(self) -> None:
        """Begin the drain; safe in a signal handler."""
        self._stopping = True
        self.pull_trigger()

    def run(self) -> None:
        """Serve until `stop`, then until the last request in flight is answered or the grace is over."""
        while not self._stopping:
            self._turn(1.0)
        # A request that has arrived is in flight, even if nobody has looked at it yet.
        self._turn(0.0)
        self._stop_accepting()
        deadline = time.monotonic() + self._limits.shutdown_grace_s
        while self._close_the_idle() and time.monotonic() < deadline:
            self._turn(0.05)
        self.tunnels.close()
        logger.info("gateway stopped", extra={"cut_short": len(self.active_channels)})
        wasyncore.close_all(self._map, ignore_all=True)
        for pool in (self.task_dispatcher, self._models, self._ui, self._readiness, self._liveness):
            pool.set_thread_count(0)

    def _turn(self, timeout_s: float) -> None:
        wasyncore.loop(timeout=timeout_s, use_poll=True, map=self._map, count=1)

    def _stop_accepting(self) -> None:
        self.accepting = False
        self.del_channel()
        self.socket.close()

    def _close_the_idle(self) -> bool:
        """Close what waits between requests, and every tunnel; whether anything is still in flight."""
        for channel in list(self.active_channels.values()):
            if not channel.is_busy:
                channel.handle_close()
        has_passing = self.tunnels.finish()
        return has_passing or bool(self.active_channels)

    def _end(self, channel: StrictChannel) -> None:
        unfinished = channel.request
        if unfinished is not None and not channel.requests and not channel.total_outbufs_len:
            with channel.requests_lock:
                unfinished.error = RequestTimeout("request did not arrive in time")
                unfinished.completed = True
                unfinished.connection_close = True
                channel.request = None
                channel.requests.append(unfinished)
            self.add_task(channel)
        else:
            # At once: `will_close` waits for a writable socket, which a client that takes nothing prevents.
            channel.handle_close()


def serve(
    application: Application,
    listener: Listener,
    *,
    limits: Limits,
    is_for_ui: IsForUi,
    kind: type[GatewayServer] = GatewayServer,
    is_alone: bool = True,
    admission: Admission | None = None,
) -> int:
    """Serve *application* on *listener* until SIGTERM or SIGINT; a second signal ends the process at once.

    Logs `gateway started` once connections are accepted.

    Args:
        is_alone: nobody supervises this process. Otherwise a signal may come twice, to the group and through
            the supervisor, and only the supervisor ends it at once.
        admission: what is asked before a large body is taken; without it everybody's is.

    Returns:
        0: the exit code of an orderly end.
    """
    server = kind(application, listener, limits, is_for_ui, admission)
    with _signals(server, second_ends=is_alone):
        logger.info("gateway started", extra={"address": listener.address})
        server.run()
    return 0


class _signals(AbstractContextManager[None]):  # noqa: N801 - reads as a verb where it is used
    """Routes the two signals to *server* while it runs."""

    def __init__(self, server: GatewayServer, *, second_ends: bool) -> None:
        self._server = server
        self._second_ends = second_ends
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._on_signal)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._server.is_draining and self._second_ends:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self._server.stop()
