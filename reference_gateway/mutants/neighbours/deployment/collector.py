"""Gateways with a collector that is almost where it should be."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.no-collector-by-default")
def sends_to_a_collector_unasked(deploy: Path) -> None:
    """Ships a config that sends to a collector nobody asked for."""
    edit(
        deploy / "config" / "gateway.yaml",
        "  log_format: json\n",
        "  log_format: json\n  otel_endpoint: http://otel-collector:4317\n",
    )


@deploy_mutant(breaks="deployment.no-collector-by-default")
def tells_the_ui_of_a_collector(deploy: Path) -> None:
    """Tells the admin UI of a collector nobody asked for."""
    edit(
        deploy / "compose.yaml",
        '      PORT: "3000"\n',
        '      PORT: "3000"\n      OTEL_EXPORTER_OTLP_ENDPOINT: http://otel-collector:4318\n',
    )


@deploy_mutant(breaks="deployment.a-collector-is-a-profile-away")
def ships_a_collector_that_hears_itself(deploy: Path) -> None:
    """Ships a collector that receives from its own container alone."""
    edit(
        deploy / "telemetry" / "collector.yaml",
        "grpc: {endpoint: 0.0.0.0:4317}",
        "grpc: {endpoint: 127.0.0.1:4317}",
    )


@deploy_mutant(breaks="deployment.a-collector-is-a-profile-away")
def puts_the_collector_on_a_network_of_its_own(deploy: Path) -> None:
    """Starts the collector on a network that the gateway is not on."""
    file = deploy / "compose.yaml"
    edit(
        file,
        "    # Outside too, so that it can hand on what it collects.\n    networks: [outside, inside]",
        "    networks: [beside]",
    )
    edit(file, "networks:\n  outside: {}\n", "networks:\n  beside: {}\n  outside: {}\n")
