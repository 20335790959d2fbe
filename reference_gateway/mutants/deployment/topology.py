"""Gateways whose compose file connects, opens or starts the wrong things."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.compose-runs-the-topology")
def leaves_the_admin_ui_to_its_default(deploy: Path) -> None:
    """Does not tell the gateway where the admin UI is."""
    edit(deploy / "compose.yaml", "      ADMIN_UI_UPSTREAM: http://admin-ui:3000\n", "")


@deploy_mutant(breaks="deployment.only-the-gateway-is-published")
def publishes_the_admin_ui(deploy: Path) -> None:
    """Publishes the admin UI beside the gateway."""
    edit(deploy / "compose.yaml", 'expose: ["3000"]', 'ports: ["3000:3000"]')


@deploy_mutant(breaks="deployment.no-way-around-the-gateway")
def lets_the_database_out(deploy: Path) -> None:
    """Makes the inner network one that leads outside."""
    edit(deploy / "compose.yaml", "    internal: true\n", "    internal: false\n")
