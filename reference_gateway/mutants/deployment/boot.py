"""Gateways whose compose stack does not come up as promised, or forgets."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.boots-as-shipped")
def keeps_the_provider_token_to_itself(deploy: Path) -> None:
    """Does not pass on a variable that the config needs."""
    edit(deploy / "compose.yaml", "      OPENAI_API_KEY: ", "      OPENAI_KEY: ")


@deploy_mutant(breaks="deployment.admin-ui-is-reached-through-the-gateway")
def looks_for_the_ui_at_another_port(deploy: Path) -> None:
    """Sends the gateway to a port the admin UI does not listen at."""
    edit(deploy / "compose.yaml", "http://admin-ui:3000", "http://admin-ui:3001")


@deploy_mutant(breaks="deployment.first-admin-has-the-deploy-time-password")
def knows_the_first_password(deploy: Path) -> None:
    """Takes the first password from the config instead of the environment."""
    edit(
        deploy / "config" / "gateway.yaml",
        "password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD",
        "password: literal.admin",
    )


@deploy_mutant(breaks="deployment.first-admin-must-choose-a-password")
def leaves_the_first_password_in_force(deploy: Path) -> None:
    """Does not ask for another password."""
    edit(
        deploy / "config" / "gateway.yaml", "require_password_change: true", "require_password_change: false"
    )


@deploy_mutant(breaks="deployment.deploy-time-key-calls-models")
def grants_the_key_nothing(deploy: Path) -> None:
    """Seeds a key that may call no model."""
    edit(deploy / "config" / "gateway.yaml", "allowed_models: [fast, reasoning]", "allowed_models: []")


@deploy_mutant(breaks="deployment.admin-ui-calls-the-gateway-inside")
def leaves_the_ui_to_guess_the_gateway(deploy: Path) -> None:
    """Does not tell the admin UI where the gateway is."""
    edit(deploy / "compose.yaml", "      ADMIN_GATEWAY_ORIGIN: http://gateway:8080\n", "")


@deploy_mutant(breaks="deployment.state-is-in-postgresql")
def keeps_state_in_a_file(deploy: Path) -> None:
    """Keeps its state in a file of the container."""
    edit(
        deploy / "config" / "gateway.yaml",
        "kind: postgres\n  url: env.POSTGRES_URL",
        "kind: libsql\n  path: ./gateway.db",
    )


@deploy_mutant(breaks="deployment.state-outlives-containers")
def forgets_with_the_container(deploy: Path) -> None:
    """Gives the database no volume."""
    edit(deploy / "compose.yaml", "    volumes:\n      - postgres-data:/var/lib/postgresql/data\n", "")
