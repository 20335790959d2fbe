"""Gateways whose compose file forgets the collector, or starts it unasked."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.no-collector-by-default")
def starts_a_collector_unasked(deploy: Path) -> None:
    """Starts the collector without its profile."""
    edit(deploy / "compose.yaml", "    profiles: [telemetry]\n", "")


@deploy_mutant(breaks="deployment.a-collector-is-a-profile-away")
def ships_a_collector_nobody_sends_to(deploy: Path) -> None:
    """Ships a telemetry config that sends to another host than the collector."""
    edit(deploy / "config" / "gateway.telemetry.yaml", "otel-collector:4317", "collector:4317")
