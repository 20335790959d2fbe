"""Wrong about collectors that fail: waiting for them, giving up too soon, or forgetting."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from reference_gateway.domain.faults import Fault
from reference_gateway.mutants import mutant
from reference_gateway.telemetry.observer import Telemetry
from reference_gateway.telemetry.reporter import ExportLimits, Link, Reporter
from reference_gateway.telemetry.spans import Attribute, Span
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from opentelemetry.sdk.resources import Resource

    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.wiring import Parts

LIBRARY_QUEUE_SPANS = 2048
"""What OpenTelemetry's batch processor holds."""
WAITS_S = 6.0


@mutant(breaks="telemetry.serves-without-a-collector")
def needs_a_collector(parts: Parts) -> Parts:
    """Does not start unless its collector takes a connection."""
    return replace(parts, graph=_NeedsACollector)


@mutant(breaks="telemetry.boot-does-not-wait")
def waits_for_the_collector_at_boot(parts: Parts) -> Parts:
    """Sends a first span before it serves, and waits for the answer."""
    return replace(parts, graph=_WaitsAtBoot)


@mutant(breaks="telemetry.calls-do-not-wait")
def sends_each_span_within_its_call(parts: Parts) -> Parts:
    """Sends each span before its call is answered."""
    return replace(parts, reporter=_SendsAtOnce)


@mutant(breaks="telemetry.exit-does-not-wait")
def waits_for_the_collector_at_exit(parts: Parts) -> Parts:
    """Waits at the end until its collector has taken everything."""
    return replace(parts, reporter=_WaitsAtExit)


@mutant(breaks="telemetry.outage-is-bridged")
def drops_what_is_refused(parts: Parts) -> Parts:
    """Drops spans that a collector does not take at once."""
    return replace(parts, reporter=_OffersOnce)


@mutant(breaks="telemetry.burst-arrives-whole")
def queues_as_the_library_does(parts: Parts) -> Parts:
    """Holds no more spans than OpenTelemetry does by default."""
    return replace(parts, reporter=_HoldsFew)


@mutant(breaks="telemetry.left-at-the-end-is-sent")
def forgets_the_last_spans(parts: Parts) -> Parts:
    """Ends without sending what it holds."""
    return replace(parts, telemetry=_NeverCloses)


@mutant(breaks="telemetry.left-at-the-end-is-sent")
def forgets_the_last_metrics(parts: Parts) -> Parts:
    """Ends without sending the metrics since the last export."""
    return replace(parts, reporter=_ForgetsMetrics)


@mutant(breaks="telemetry.replicas-are-told-apart")
def has_one_name_for_all_replicas(parts: Parts) -> Parts:
    """Names no instance, so that replicas overwrite each other's metrics."""
    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class Anonymous(OtlpLink):
        def resource(self) -> Resource:
            from opentelemetry.sdk.resources import Resource

            told = super().resource().attributes
            return Resource({name: value for name, value in told.items() if name != "service.instance.id"})

    return replace(parts, otlp=Anonymous)


class _NeedsACollector(Graph):
    def app(self) -> Dispatch:
        import socket
        from urllib.parse import urlsplit

        if endpoint := self.config.server.otel_endpoint:
            parts = urlsplit(endpoint)
            try:
                socket.create_connection((parts.hostname or "", parts.port or 4317), timeout=1).close()
            except OSError:
                raise Fault(f"no collector answers at {endpoint}") from None
        return super().app()


class _WaitsAtBoot(Graph):
    @cached_property
    def telemetry(self) -> Telemetry:
        told = super().telemetry
        if self.config.server.sends_metrics:
            time.sleep(WAITS_S)
        return told


class _SendsAtOnce(Reporter):
    def send(self, span: Span) -> None:
        super().send(span)
        # As long as an attempt takes with a collector that is silent; a start is not to fail of it.
        if str(span.attributes.get("http.route")).startswith("/v1/"):
            time.sleep(WAITS_S)


class _WaitsAtExit(Reporter):
    def close(self) -> None:
        self.limits = ExportLimits(flush_s=WAITS_S)
        super().close()


class _OfferedOnce:
    """A link that takes everything, wherever it goes."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def export(self, spans: Sequence[Span]) -> bool:
        self._link.export(spans)
        return True

    def record(self, name: str, value: float, attributes: Mapping[str, Attribute]) -> None:
        self._link.record(name, value, attributes)

    def flush(self) -> None:
        self._link.flush()


class _OffersOnce(Reporter):
    def __init__(self, connect: Callable[[], Link], limits: ExportLimits | None = None) -> None:
        super().__init__(lambda: _OfferedOnce(connect()), limits)


class _HoldsFew(Reporter):
    def __init__(self, connect: Callable[[], Link], limits: ExportLimits | None = None) -> None:
        super().__init__(connect, limits or ExportLimits(spans=LIBRARY_QUEUE_SPANS))


class _NeverCloses(Telemetry):
    def close(self) -> None:
        """Nothing."""


class _ForgetsMetrics(Reporter):
    def run(self) -> None:
        connect = self._connect

        def connected() -> Link:
            link = connect()
            link.flush = lambda: None  # type: ignore[method-assign]
            return link

        self._connect = connected
        super().run()
