"""Wrong about where telemetry is sent, and which endpoints can be one, one step beside the examples."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reference_gateway.config.loading import ConfigReader
from reference_gateway.config.walk import Problem, Walk
from reference_gateway.domain.faults import Fault
from reference_gateway.mutants import mutant
from reference_gateway.wiring.graph import Graph

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics.export import MetricExporter

    from reference_gateway.http.dispatch import Dispatch
    from reference_gateway.telemetry.observer import Telemetry
    from reference_gateway.telemetry.otlp import Destination, OtlpLink
    from reference_gateway.wiring import Parts


@mutant(breaks="telemetry.off-unless-configured")
def sends_traces_where_the_environment_says(parts: Parts) -> Parts:
    """Sends telemetry to an endpoint that the environment names for traces."""
    return replace(parts, graph=_named_by("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "otel_endpoint"))


@mutant(breaks="telemetry.off-unless-configured")
def sends_metrics_where_the_environment_says(parts: Parts) -> Parts:
    """Sends metrics to an endpoint that the environment names for them."""
    return replace(parts, graph=_named_by("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "otel_metrics_endpoint"))


@mutant(breaks="telemetry.traces-and-metrics-go-to-one-endpoint")
def sends_traces_only_beside_metrics(parts: Parts) -> Parts:
    """Sends no traces unless metrics have an endpoint of their own."""
    return replace(parts, otlp=_going(lambda to: replace(to, traces=None) if to.traces == to.metrics else to))


@mutant(breaks="telemetry.traces-and-metrics-go-to-one-endpoint")
def speaks_http_for_metrics(parts: Parts) -> Parts:
    """Sends metrics over HTTP to the endpoint that takes traces over gRPC."""
    return replace(parts, otlp=_mixed(metrics="http/protobuf"))


@mutant(breaks="telemetry.metrics-may-go-elsewhere")
def moves_traces_with_the_metrics(parts: Parts) -> Parts:
    """Sends traces, too, where only metrics were to go."""
    return replace(parts, otlp=_going(lambda to: replace(to, traces=to.metrics)))


@mutant(breaks="telemetry.metrics-may-go-elsewhere")
def sends_metrics_to_nobody_else(parts: Parts) -> Parts:
    """Sends no metrics when they have an endpoint of their own."""
    return replace(
        parts, otlp=_going(lambda to: replace(to, metrics=None) if to.traces != to.metrics else to)
    )


@mutant(breaks="telemetry.metrics-may-go-alone")
def sends_nothing_without_traces(parts: Parts) -> Parts:
    """Sends no metrics unless there is an endpoint for traces."""
    return replace(parts, otlp=_going(lambda to: to if to.traces else replace(to, metrics=None)))


@mutant(breaks="telemetry.metrics-may-go-alone")
def does_not_start_without_traces(parts: Parts) -> Parts:
    """Does not start when there is an endpoint for metrics only."""
    return replace(parts, graph=_NeedsTraces)


@mutant(breaks="telemetry.http-when-asked")
def speaks_grpc_for_metrics(parts: Parts) -> Parts:
    """Sends traces over HTTP when asked to, and metrics over gRPC."""
    return replace(parts, otlp=_mixed(metrics="grpc"))


@mutant(breaks="telemetry.http-when-asked")
def speaks_grpc_to_a_second_collector(parts: Parts) -> Parts:
    """Speaks HTTP when asked to, unless metrics have an endpoint of their own."""
    return replace(
        parts, otlp=_going(lambda to: to if to.traces == to.metrics else replace(to, protocol="grpc"))
    )


@mutant(breaks="telemetry.bad-endpoint-stops-the-start")
def starts_with_blanks_in_an_endpoint(parts: Parts) -> Parts:
    """Takes a text with blanks for an endpoint."""
    return replace(parts, config_reader=_overlooking(lambda _, value: " " in value))


@mutant(breaks="telemetry.bad-endpoint-stops-the-start")
def takes_no_address_for_an_endpoint(parts: Parts) -> Parts:
    """Does not start with an endpoint whose host is an address."""
    return replace(parts, graph=_WantsNames)


@mutant(breaks="telemetry.bad-endpoint-is-a-config-error")
def overlooks_a_fragment(parts: Parts) -> Parts:
    """Takes an endpoint with a fragment."""
    return replace(parts, config_reader=_overlooking(lambda _, value: "#" in value))


@mutant(breaks="telemetry.bad-endpoint-is-a-config-error")
def judges_one_endpoint_by_its_scheme_only(parts: Parts) -> Parts:
    """Looks at the scheme of the endpoint for metrics, and at nothing else of it."""
    return replace(
        parts,
        config_reader=_overlooking(lambda path, value: "metrics" in path and value.startswith("http://")),
    )


@mutant(breaks="telemetry.unknown-protocol-is-a-config-error")
def ignores_capitals_in_protocols(parts: Parts) -> Parts:
    """Takes `GRPC` for `grpc`."""
    return replace(parts, config_reader=_overlooking(lambda _, value: value == "GRPC"))


@mutant(breaks="telemetry.unknown-protocol-is-a-config-error")
def takes_no_protocol_for_the_usual_one(parts: Parts) -> Parts:
    """Takes an empty protocol for the one it has by default."""
    return replace(parts, config_reader=_overlooking(lambda path, value: value == "" and "protocol" in path))


def _named_by(variable: str, key: str) -> type[Graph]:
    class TakesAVariable(Graph):
        @cached_property
        def telemetry(self) -> Telemetry:
            server = self.config.server
            if not server.sends_metrics and (named := self.env.get(variable)):
                from msgspec.structs import replace as changed

                self.config = changed(self.config, server=changed(server, **{key: named}))
            return super().telemetry

    return TakesAVariable


def _going(moved: Callable[[Destination], Destination]) -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink  # brings OpenTelemetry along

    class Goes(OtlpLink):
        def __init__(self, destination: Destination) -> None:
            super().__init__(moved(destination))

    return Goes


def _mixed(*, metrics: str) -> type[OtlpLink]:
    from reference_gateway.telemetry.otlp import OtlpLink

    class Mixes(OtlpLink):
        def metric_exporter(self, destination: Destination) -> MetricExporter:
            return super().metric_exporter(replace(destination, protocol=metrics))

    return Mixes


class _NeedsTraces(Graph):
    def app(self) -> Dispatch:
        server = self.config.server
        if server.otel_metrics_endpoint and not server.otel_endpoint:
            raise Fault("server.otel_metrics_endpoint needs server.otel_endpoint")
        return super().app()


class _WantsNames(Graph):
    def app(self) -> Dispatch:
        host = urlsplit(self.config.server.otel_endpoint or "").hostname or "name"
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return super().app()
        raise Fault(f"server.otel_endpoint names an address, {host}")


def _overlooking(is_overlooked: Callable[[str, str], bool]) -> type[ConfigReader]:
    """A reader of documents that sees nothing wrong with such values of keys about telemetry."""

    class OverlooksSome(Walk):
        def read(self, kind: Any, found: Any, path: str = "") -> Any:
            before = list(self.problems)
            value = super().read(kind, found, path)
            if ".otel_" not in path or not isinstance(found, str) or not is_overlooked(path, found):
                return value
            if len(self.problems) > len(before):
                self.problems[:] = before
                return "grpc" if path.endswith("protocol") else "http://127.0.0.1:4317"
            return value

    class OverlookingReader(ConfigReader):
        def relations(self, document: dict[str, Any]) -> list[Problem]:
            return [each for each in super().relations(document) if "otel_" not in each[0]]

    OverlookingReader.walk = OverlooksSome
    return OverlookingReader
