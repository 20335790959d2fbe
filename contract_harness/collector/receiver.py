"""The collector: two doors, one memory, and a temper that a clause can set."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from contract_harness.collector.signals import Attributes, Export, Point, Span
from contract_harness.patience import Patience, eventually
from contract_harness.upstreams.http_server import Answer, Received, Upstream

_PATHS = {"/v1/traces": "traces", "/v1/metrics": "metrics"}
_PROTOBUF = (("Content-Type", "application/x-protobuf"),)
_LONGEST_HOLD_S = 60.0


class Collector:
    """
    Takes everything until told otherwise. A context manager that closes it.

    Attributes:
        exports: everything it took so far, in order.
        attempts: how many exports reached it, refused and held ones included.
    """

    def __init__(self) -> None:
        from contract_harness.collector.grpc_door import GrpcDoor

        self.exports: list[Export] = []
        self.attempts = 0
        self._lock = threading.Lock()
        self._refuses = False
        self._flowing = threading.Event()
        self._flowing.set()
        self._grpc = GrpcDoor(lambda signal, raw, is_awaited: self._takes(signal, "grpc", raw, is_awaited))
        self._http = Upstream(self._http_answer)
        self._grpc.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def grpc_url(self) -> str:
        """Its endpoint for gRPC."""
        return f"http://127.0.0.1:{self._grpc.port}"

    @property
    def http_url(self) -> str:
        """Its base URL for HTTP/protobuf."""
        return self._http.base_url

    @property
    def is_misdialled(self) -> bool:
        """Somebody spoke HTTP/2, as gRPC does, at the endpoint for HTTP/protobuf."""
        return any(one.method == "PRI" for one in self._http.received)

    @property
    def spans(self) -> list[Span]:
        """Every span so far."""
        with self._lock:
            return [span for export in self.exports for span in export.spans]

    @property
    def points(self) -> list[Point]:
        """Every data point so far."""
        with self._lock:
            return [point for export in self.exports for point in export.points]

    def resources(self) -> list[Attributes]:
        """Who sent each span and each data point."""
        return [span.resource for span in self.spans] + [point.resource for point in self.points]

    def totals(self, name: str) -> list[Point]:
        """One point for each series of the metric *name*: where it stands now."""
        now: dict[tuple[object, ...], Point] = {}
        for point in self.points:
            if point.name == name:
                before = now.get(point.series)
                now[point.series] = _added(before, point) if point.is_delta and before else point
        return list(now.values())

    def signals(self) -> set[str]:
        """`traces`, `metrics`, or both: what came so far."""
        with self._lock:
            return {export.signal for export in self.exports}

    def wait_for(
        self,
        what: str,
        find: Callable[[], object],
        *,
        within_s: float | None = None,
        since_s: float | None = None,
    ) -> None:
        """Return once *find* gives something; the time for it runs from *since_s*, as `eventually` has it.

        Raises:
            ContractBreach: it did not in time (`Patience.telemetry_s` unless given); *what* is told.
        """
        __tracebackhide__ = True
        allowed_s = Patience.from_environment().telemetry_s if within_s is None else within_s
        eventually(find, within_s=allowed_s, what=what, since_s=since_s)

    def wait_for_attempts(self) -> None:
        """Return once two more exports, or connections that were hung up on, have come.

        The first may have begun before what happened last, so it takes two to be about that.

        Raises:
            ContractBreach: they did not come in time.
        """
        __tracebackhide__ = True
        before = self.attempts
        self.wait_for("another attempt to send", lambda: self.attempts >= before + 2)

    def be(self, state: str) -> None:
        """Fail in this way: absent, hanging up, silent or refusing; or take everything again: back."""
        if state == "back":
            self.take()
        self._refuses = state == "refusing"
        if state == "silent":
            self._flowing.clear()
        elif state in {"absent", "hanging up"}:
            self._flowing.set()
            self._http.stop()
            self._grpc.shut()
            if state == "hanging up":
                self._grpc.slam(self._attempted)

    def take(self) -> None:
        """Take everything again, what is held included."""
        self._refuses = False
        self._flowing.set()
        self._grpc.open()
        self._http.start()

    def reset(self) -> None:
        """As new, at the same ports."""
        self.take()
        with self._lock:
            self.exports.clear()
            self.attempts = 0

    def close(self) -> None:
        """Stop for good."""
        self._flowing.set()
        self._grpc.close()
        self._http.close()

    def _http_answer(self, request: Received) -> Answer:
        signal = _PATHS.get(request.path)
        if request.method != "POST" or signal is None:
            return Answer(status=404, body=b"no such signal")
        if request.header("content-type") != "application/x-protobuf":
            return Answer(status=415, body=b"not protobuf")
        taken = self._takes(signal, "http", request.body, request.is_awaited)
        return Answer(headers=_PROTOBUF) if taken else Answer(status=503, body=b"told to refuse")

    def _attempted(self) -> None:
        with self._lock:
            self.attempts += 1

    def _takes(self, signal: str, door: str, raw: bytes, is_awaited: Callable[[], bool]) -> bool:
        from contract_harness.collector.decoding import DecodeError, export_of

        self._attempted()
        self._flowing.wait(_LONGEST_HOLD_S)
        # Who has given up sends it again, or has lost it.
        if self._refuses or not is_awaited():
            return False
        try:
            export = export_of(signal, door, time.monotonic(), raw)
        except DecodeError:
            return False
        with self._lock:
            self.exports.append(export)
        return True


def _added(before: Point, delta: Point) -> Point:
    return Point(
        name=delta.name,
        unit=delta.unit,
        kind=delta.kind,
        grows=delta.grows,
        is_delta=True,
        attributes=delta.attributes,
        value=before.value + delta.value,
        count=before.count + delta.count,
        resource=delta.resource,
    )
