"""Where telemetry goes, as the configuration says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_gateway.config.server import Server
    from reference_gateway.telemetry.otlp import Destination


def destination_of(server: Server) -> Destination:
    """The collectors of *server*, of which there is one at least."""
    from reference_gateway.telemetry.otlp import Destination  # brings OpenTelemetry along

    return Destination(
        protocol=server.otel_protocol,
        traces=server.otel_endpoint,
        metrics=server.otel_metrics_endpoint or server.otel_endpoint,
        interval_s=server.otel_export_interval_secs,
    )
