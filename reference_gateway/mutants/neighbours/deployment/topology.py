"""Gateways whose compose file connects, opens or starts one thing wrongly."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.compose-runs-the-topology")
def looks_for_the_database_elsewhere(deploy: Path) -> None:
    """Tells the gateway of a database that is not its own."""
    edit(deploy / "compose.yaml", "@postgres:5432/gateway", "@db.example.com:5432/gateway")


@deploy_mutant(breaks="deployment.compose-runs-the-topology")
def runs_another_database(deploy: Path) -> None:
    """Starts a database of another kind."""
    edit(deploy / "compose.yaml", "image: postgres:", "image: mysql:")


@deploy_mutant(breaks="deployment.only-the-gateway-is-published")
def publishes_the_collector(deploy: Path) -> None:
    """Publishes the collector that a profile adds."""
    edit(deploy / "compose.yaml", 'expose: ["4317", "4318"]', 'ports: ["4317:4317"]')


@deploy_mutant(breaks="deployment.only-the-gateway-is-published")
def publishes_the_database_on_the_host_alone(deploy: Path) -> None:
    """Publishes the database to programs on the host."""
    edit(deploy / "compose.yaml", 'expose: ["5432"]', 'ports: ["127.0.0.1:5432:5432"]')


@deploy_mutant(breaks="deployment.no-way-around-the-gateway")
def puts_the_ui_on_a_second_network(deploy: Path) -> None:
    """Puts the admin UI on a network that leads outside as well."""
    edit(
        deploy / "compose.yaml",
        '    expose: ["3000"]\n    networks: [inside]',
        '    expose: ["3000"]\n    networks: [inside, outside]',
    )


@deploy_mutant(breaks="deployment.no-way-around-the-gateway")
def puts_the_database_outside(deploy: Path) -> None:
    """Puts the database on the network that leads outside."""
    edit(
        deploy / "compose.yaml",
        '    expose: ["5432"]\n    networks: [inside]',
        '    expose: ["5432"]\n    networks: [outside]',
    )
