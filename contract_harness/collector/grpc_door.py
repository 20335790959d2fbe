"""The gRPC entrance of a collector. Imports gRPC, which is slow."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# Read when gRPC is imported: the harness starts processes beside it, and needs none of its fork handling.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

import grpc

Take = Callable[[str, bytes, Callable[[], bool]], bool]
"""Given signal, message, and whether the sender is still there; False refuses it. May wait."""

_SIGNALS = {
    "/opentelemetry.proto.collector.trace.v1.TraceService/Export": "traces",
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": "metrics",
}
_WORKERS = 8
_NEWS_OF_AN_END_S = 0.25
"""How long it may take on a busy machine until a server hears that a caller's time is over."""
_OPTIONS = (("grpc.so_reuseport", 1), ("grpc.max_receive_message_length", 64 * 1024 * 1024))


class GrpcDoor:
    """Listens on a port of 127.0.0.1 that stays its own while it is shut."""

    def __init__(self, take: Take) -> None:
        self._take = take
        # Bound and never listening: it keeps the port, and connections are refused while no server shares it.
        self._holder = socket.socket()
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._holder.bind(("127.0.0.1", 0))
        self.port = int(self._holder.getsockname()[1])
        self._server: Any = None
        self._slamming: threading.Thread | None = None

    def open(self) -> None:
        """Listen; nothing happens when it does."""
        self._stop_slamming()
        if self._server is None:
            workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="collector")
            self._server = grpc.server(workers, handlers=[_Handlers(self._take)], options=_OPTIONS)
            self._server.add_insecure_port(f"127.0.0.1:{self.port}")
            self._server.start()

    def shut(self) -> None:
        """End every call and refuse connections; nothing happens when it is shut."""
        self._stop_slamming()
        if self._server is not None:
            self._server.stop(None).wait()
            self._server = None

    def slam(self, told: Callable[[], None]) -> None:
        """Shut, and from now on accept each connection only to close it, calling *told*."""
        self.shut()
        self._holder.listen()
        self._slamming = threading.Thread(target=self._slam, args=(told,), daemon=True)
        self._slamming.start()

    def _slam(self, told: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._holder.accept()[0].close()
                told()

    def _stop_slamming(self) -> None:
        if self._slamming is not None:
            # On Linux a listener that is shut down keeps its port and refuses connections.
            self._holder.shutdown(socket.SHUT_RDWR)
            self._slamming.join()
            self._slamming = None

    def close(self) -> None:
        """Shut for good and give the port back."""
        self.shut()
        self._holder.close()


class _Handlers(grpc.GenericRpcHandler):  # type: ignore[misc]  # gRPC carries no types
    def __init__(self, take: Take) -> None:
        self._take = take

    def service(self, details: Any) -> Any:
        signal = _SIGNALS.get(details.method)
        if signal is None:
            return None

        def answer(message: bytes, context: Any) -> bytes:
            if not self._take(signal, message, lambda: _is_awaited(context)):
                context.abort(grpc.StatusCode.UNAVAILABLE, "told to refuse")
            # Both answers are messages without a field.
            return b""

        return grpc.unary_unary_rpc_method_handler(answer)


def _is_awaited(context: Any) -> bool:
    """Whether the caller still waits. Its time began before the call came here, and ends before it does here:
    who has a moment left has given up, or is about to."""
    left_s = context.time_remaining()
    return bool(context.is_active()) and (left_s is None or left_s > _NEWS_OF_AN_END_S)
