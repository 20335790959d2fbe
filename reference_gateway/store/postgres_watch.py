"""
Hanging up on a PostgreSQL server that is there and does not answer.

A server whose process is stopped acknowledges everything and never says a word: no time limit that it would
keep itself helps, and libpq has none for reading. Cutting the line makes every waiting read fail at once.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

LOOKS_EVERY_S = 0.25

Connection = psycopg.Connection[Any]


class Watch:
    """One thread that cuts every line whose time is over; started when first needed."""

    def __init__(self) -> None:
        self._waiting: dict[object, tuple[float, Connection]] = {}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, connection: Connection, within_s: float) -> Iterator[None]:
        """What is asked on *connection* meanwhile fails, as if the server were gone, after *within_s*."""
        if self._thread is None:
            self._start()
        mark = object()
        self._waiting[mark] = (time.monotonic() + within_s, connection)
        try:
            yield
        finally:
            del self._waiting[mark]

    def close(self) -> None:
        """End the thread."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                thread = threading.Thread(target=self._look, daemon=True, name="postgres-watch")
                thread.start()
                self._thread = thread

    def _look(self) -> None:
        while not self._over.wait(LOOKS_EVERY_S):
            now = time.monotonic()
            for due, connection in list(self._waiting.values()):
                if due < now:
                    _hang_up(connection)


def _hang_up(connection: Connection) -> None:
    # A copy of the descriptor: closing it leaves libpq's own open for libpq to close.
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
