"""Gateways that ship one secret, or do not ask for one."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.config-and-environment-agree")
def forgets_a_variable_of_the_telemetry_config(deploy: Path) -> None:
    """Refers in the telemetry config to a variable that compose does not pass on."""
    edit(deploy / "config" / "gateway.telemetry.yaml", "env.OPENAI_API_KEY", "env.SECOND_API_KEY")


@deploy_mutant(breaks="deployment.config-and-environment-agree")
def passes_a_variable_on_under_another_name(deploy: Path) -> None:
    """Passes the first key on under a name that the config does not know."""
    edit(deploy / "compose.yaml", "      GATEWAY_API_KEY: ", "      FIRST_API_KEY: ")


@deploy_mutant(breaks="deployment.missing-secret-is-named")
def has_no_provider_token(deploy: Path) -> None:
    """Starts without a token for its provider."""
    edit(
        deploy / "compose.yaml",
        "${OPENAI_API_KEY:?is needed, the bearer token of the provider}",
        "${OPENAI_API_KEY:-}",
    )


@deploy_mutant(breaks="deployment.missing-secret-is-named")
def takes_an_empty_first_password(deploy: Path) -> None:
    """Takes a first password that is set to nothing for one that was given."""
    edit(
        deploy / "compose.yaml", "${GATEWAY_BOOTSTRAP_ADMIN_PASSWORD:?", "${GATEWAY_BOOTSTRAP_ADMIN_PASSWORD?"
    )


@deploy_mutant(breaks="deployment.example-environment-is-complete")
def gives_an_example_key(deploy: Path) -> None:
    """Gives a key in the example environment that many will keep."""
    edit(deploy / ".env.example", "GATEWAY_API_KEY=\n", "GATEWAY_API_KEY=gwk_first.replace-me\n")


@deploy_mutant(breaks="deployment.example-environment-is-complete")
def mentions_a_secret_in_a_comment(deploy: Path) -> None:
    """Names the identity secret in a comment of the example environment alone."""
    edit(
        deploy / ".env.example", "\nGATEWAY_IDENTITY_TOKEN_SECRET=\n", "\n# GATEWAY_IDENTITY_TOKEN_SECRET=\n"
    )


@deploy_mutant(breaks="deployment.no-secret-is-shipped")
def ships_a_literal_in_its_config(deploy: Path) -> None:
    """Ships a config with a token of the provider in it."""
    edit(deploy / "config" / "gateway.yaml", "token: env.OPENAI_API_KEY", "token: literal.sk-made-up")


@deploy_mutant(breaks="deployment.no-secret-is-shipped")
def ships_a_key_in_another_variable(deploy: Path) -> None:
    """Gives the admin UI a key that stands in the file."""
    edit(
        deploy / "compose.yaml",
        '      PORT: "3000"\n',
        '      PORT: "3000"\n      ADMIN_API_KEY: gwk_ui.made-up\n',
    )
