"""Gateways that ship secrets, or do not ask for them."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.config-and-environment-agree")
def forgets_the_bootstrap_password(deploy: Path) -> None:
    """Ships a config that refers to a variable compose does not pass on."""
    file = deploy / "config" / "gateway.yaml"
    edit(file, "env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD", "env.GATEWAY_FIRST_PASSWORD")


@deploy_mutant(breaks="deployment.missing-secret-is-named")
def has_a_key_of_its_own(deploy: Path) -> None:
    """Falls back to a key that everybody knows."""
    file = deploy / "compose.yaml"
    edit(
        file,
        "${GATEWAY_API_KEY:?is needed, of the form gwk_<id>.<secret>}",
        "${GATEWAY_API_KEY:-gwk_deploy.replace-me}",
    )


@deploy_mutant(breaks="deployment.missing-secret-is-named")
def takes_an_empty_secret(deploy: Path) -> None:
    """Takes a secret that is set to nothing for one that was given."""
    edit(deploy / "compose.yaml", "${GATEWAY_IDENTITY_TOKEN_SECRET:?", "${GATEWAY_IDENTITY_TOKEN_SECRET?")


@deploy_mutant(breaks="deployment.example-environment-is-complete")
def leaves_a_secret_out_of_the_example(deploy: Path) -> None:
    """Does not name the database password in the example environment."""
    edit(deploy / ".env.example", "POSTGRES_PASSWORD=\n", "")


@deploy_mutant(breaks="deployment.no-secret-is-shipped")
def ships_the_database_password(deploy: Path) -> None:
    """Gives the database a password that stands in the file."""
    file = deploy / "compose.yaml"
    edit(
        file,
        "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?is needed, letters and digits only}",
        "POSTGRES_PASSWORD: gateway",
    )
