"""
The thread that sends what was observed.

Observing only appends to a bounded queue. The first observation wakes the thread, which imports OpenTelemetry
then and not earlier: neither the boot nor a request waits for it. Spans that a collector does not take are
kept and offered again for a minute; what must be let go is counted and told.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reference_gateway.telemetry.spans import Attribute, Span

logger = logging.getLogger("gateway.telemetry")

PROCESSED = "otel.sdk.processor.span.processed"
QUEUE_FULL = "queue_full"
GIVEN_UP = "timeout"


@dataclass(frozen=True, slots=True)
class ExportLimits:
    """Everything that bounds reporting."""

    spans: int = 16_384
    """As many wait at most; the oldest make room."""
    batch_spans: int = 512
    gather_s: float = 0.5
    """How long spans wait for company."""
    retry_s: float = 1.0
    keep_s: float = 60.0
    """How long one batch is offered."""
    flush_s: float = 0.4
    """How long the end of the process may wait for a collector to take what is left."""
    load_s: float = 3.0
    """How long that end may wait for OpenTelemetry itself, when it comes right after the first request."""
    tell_s: float = 10.0
    """Between two log lines about the same trouble."""


class Link(Protocol):
    """A way to a collector."""

    def export(self, spans: Sequence[Span]) -> bool:
        """Whether they were taken; may take seconds."""
        ...

    def record(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        """Add a measurement up; does not wait."""
        ...

    def flush(self) -> None:
        """Send the metrics as they are now; may take seconds."""
        ...


class Reporter:
    """Takes spans and measurements from every thread, and sends them from its own."""

    def __init__(self, connect: Callable[[], Link], limits: ExportLimits | None = None) -> None:
        """
        Args:
            connect: imports what it needs and makes the link; called once, in the reporter's thread.
        """
        self._connect = connect
        self.limits = limits or ExportLimits()
        self._spans: deque[Span] = deque()
        self._offering: list[Span] = []
        self._measurements: list[tuple[str, float, Mapping[str, Attribute]]] = []
        self._lock = threading.Lock()
        self._link: Link | None = None
        self._linked = threading.Event()
        self._awake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._dropped = 0
        self._told_at = float("-inf")

    def send(self, span: Span) -> None:
        """Queue *span*; when the queue is full, the oldest one is let go."""
        with self._lock:
            overflows = len(self._spans) >= self.limits.spans
            if overflows:
                self._spans.popleft()
            self._spans.append(span)
        if overflows:
            self._let_go(1, QUEUE_FULL)
        self._wake()

    def measure(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        """Add a measurement up, or keep it until there is something that adds up."""
        link = self._link
        if link is None:
            with self._lock:
                # It may have come while this thread waited for its turn.
                link = self._link
                if link is None:
                    self._measurements.append((name, value, attributes))
            self._wake()
        if link is not None:
            link.record(name, value, attributes)

    def close(self) -> None:
        """Send what is left, for `ExportLimits.flush_s` at most; whatever takes longer is let go."""
        if self._thread is None:
            return
        began = time.monotonic()
        self._closing.set()
        self._awake.set()
        if self._linked.wait(self.limits.load_s) and self._link is not None:
            deadline = max(began, time.monotonic() - self.limits.flush_s / 2) + self.limits.flush_s
            flushing = threading.Thread(target=self._link.flush, daemon=True, name="telemetry-flush")
            flushing.start()
            for thread in (self._thread, flushing):
                thread.join(max(0.0, deadline - time.monotonic()))
        left = len(self._spans) + len(self._offering)
        if left:
            logger.warning("telemetry ends with spans unsent", extra={"spans": left})

    def run(self) -> None:
        """Send until closed; the body of the thread."""
        link = self._connect()
        with self._lock:
            for name, value, attributes in self._measurements:
                link.record(name, value, attributes)
            self._measurements.clear()
            self._link = link
        self._linked.set()
        is_last = False
        while not is_last:
            self._awake.wait()
            self._awake.clear()
            is_last = self._closing.wait(self.limits.gather_s)
            self._send_all(link)

    def _wake(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self.run, daemon=True, name="telemetry")
                    self._thread.start()
        if not self._awake.is_set():
            self._awake.set()

    def _send_all(self, link: Link) -> None:
        while self._next_batch():
            if not self._is_dealt_with(link):
                return

    def _next_batch(self) -> list[Span]:
        with self._lock:
            count = min(len(self._spans), self.limits.batch_spans)
            self._offering = [self._spans.popleft() for _ in range(count)]
        return self._offering

    def _is_dealt_with(self, link: Link) -> bool:
        """Offer the batch until it is taken or too old; False when the end has come before that."""
        give_up_at = time.monotonic() + self.limits.keep_s
        while not link.export(self._offering):
            if self._closing.wait(self.limits.retry_s):
                return False
            if time.monotonic() > give_up_at:
                self._let_go(len(self._offering), GIVEN_UP)
                break
        self._offering = []
        return True

    def _let_go(self, count: int, why: str) -> None:
        """Count lost spans; the log hears of them now and then, not once a span."""
        self.measure(PROCESSED, count, {"error.type": why})
        with self._lock:
            self._dropped += count
            now = time.monotonic()
            if now - self._told_at < self.limits.tell_s:
                return
            dropped, self._dropped, self._told_at = self._dropped, 0, now
        logger.warning("spans dropped", extra={"spans": dropped, "reason": why})
