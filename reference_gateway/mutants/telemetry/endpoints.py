"""Wrong about where telemetry is sent, and which endpoints can be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reference_gateway.config.loading import ConfigReader
from reference_gateway.config.walk import Problem, Walk
from reference_gateway.domain.faults import Fault
from reference_gateway.mutants import mutant
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.telemetry.observer import Telemetry
    from reference_gateway.telemetry.otlp import Destination, OtlpLink
    from reference_gateway.wiring import Parts


@mutant(breaks="telemetry.off-unless-configured")
def sends_where_the_environment_says(parts: Parts) -> Parts:
    """Sends telemetry to an endpoint that only the environment names."""
    return replace(parts, graph=_TakesTheEnvironment)


@mutant(breaks="telemetry.traces-and-metrics-go-to-one-endpoint")
def sends_metrics_only_where_told(parts: Parts) -> Parts:
    """Sends no metrics unless they have an endpoint of their own."""
    return replace(parts, otlp=_sending(lambda to: _moved(to, metrics=None)))


@mutant(breaks="telemetry.metrics-may-go-elsewhere")
def sends_metrics_after_the_traces(parts: Parts) -> Parts:
    """Sends metrics where traces go, whatever endpoint they have."""
    return replace(parts, otlp=_sending(lambda to: _moved(to, metrics=to.traces or to.metrics)))


@mutant(breaks="telemetry.metrics-may-go-alone")
def sends_traces_after_the_metrics(parts: Parts) -> Parts:
    """Sends traces where metrics go when they have no endpoint."""
    return replace(parts, graph=_TracesEverything, otlp=_sending(lambda to: _moved(to, traces=to.metrics)))


@mutant(breaks="telemetry.http-when-asked")
def speaks_grpc_only(parts: Parts) -> Parts:
    """Speaks gRPC whatever protocol is asked for."""
    return replace(parts, otlp=_sending(lambda to: _moved(to, protocol="grpc")))


@mutant(breaks="telemetry.http-when-asked")
def posts_to_the_bare_endpoint(parts: Parts) -> Parts:
    """Posts to the endpoint as it is, without the path of the signal."""
    return replace(parts, otlp=_bare())


@mutant(breaks="telemetry.bad-endpoint-stops-the-start")
def starts_with_any_endpoint(parts: Parts) -> Parts:
    """Takes any text for an endpoint and starts."""
    return replace(parts, config_reader=_reader(_overlooking("otel_")))


@mutant(breaks="telemetry.bad-endpoint-is-a-config-error")
def finds_a_bad_endpoint_late(parts: Parts) -> Parts:
    """Notices a bad endpoint only when everything else is done."""
    return replace(parts, config_reader=_reader(_overlooking("otel_")), graph=_NoticesLate)


@mutant(breaks="telemetry.unknown-protocol-is-a-config-error")
def takes_any_protocol_for_http(parts: Parts) -> Parts:
    """Takes every protocol it does not know for HTTP."""
    return replace(parts, config_reader=_reader(_overlooking("otel_protocol")))


class _TakesTheEnvironment(Graph):
    @cached_property
    def telemetry(self) -> Telemetry:
        server = self.config.server
        if server.otel_endpoint is None and (named := self.env.get("OTEL_EXPORTER_OTLP_ENDPOINT")):
            from msgspec.structs import replace as changed

            self.config = changed(self.config, server=changed(server, otel_endpoint=named))
        return super().telemetry


class _TracesEverything(Graph):
    @cached_property
    def telemetry(self) -> Telemetry:
        told = super().telemetry
        told._traces = True
        return told


class _NoticesLate(Graph):
    def app(self) -> Dispatch:
        app = super().app()
        endpoint = self.config.server.otel_endpoint
        if endpoint and not endpoint.startswith("http"):
            raise Fault("the collector cannot be reached")
        return app


def _sending(moved: Callable[[Destination], Destination]) -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class SendsElsewhere(OtlpLink):
        def __init__(self, destination: Destination) -> None:
            super().__init__(moved(destination))

    return SendsElsewhere


def _moved(destination: Destination, **changes: Any) -> Destination:
    return replace(destination, **changes)


def _bare() -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink

    class AsksForTheBarePath(OtlpLink):
        def span_exporter(self, destination: Destination) -> Any:
            exporter = super().span_exporter(destination)
            if destination.protocol != "grpc":
                from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

                return OTLPSpanExporter(endpoint=destination.traces)
            return exporter

    return AsksForTheBarePath


def _overlooking(name: str) -> type[Walk]:
    """A reader of documents that sees nothing wrong with keys of this name."""

    class Overlooks(Walk):
        def read(self, kind: Any, found: Any, path: str = "") -> Any:
            before = list(self.problems)
            value = super().read(kind, found, path)
            if f".{name}" in path and len(self.problems) > len(before):
                self.problems[:] = before
                return found
            return value

    return Overlooks


def _reader(walk: type[Walk]) -> type[ConfigReader]:
    class Reader(ConfigReader):
        def relations(self, document: dict[str, Any]) -> list[Problem]:
            return [each for each in super().relations(document) if "otel_" not in each[0]]

    Reader.walk = walk
    return Reader
