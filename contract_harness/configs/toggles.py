"""The switches of a start, by the step each one switches. Source: observed gateway, 7.1 and 7.4."""

from __future__ import annotations

from collections.abc import Mapping

FLAGS = {"migration": "--run-migrations", "bootstrap": "--bootstrap-admin", "seeding": "--seed-config"}
VARIABLES = {
    "migration": "GATEWAY_RUN_MIGRATIONS",
    "bootstrap": "GATEWAY_BOOTSTRAP_ADMIN",
    "seeding": "GATEWAY_SEED_CONFIG",
}


def flags(switches: Mapping[str, str]) -> list[str]:
    """The arguments that set these steps."""
    return [word for step, value in switches.items() for word in (FLAGS[step], value)]


def variables(switches: Mapping[str, str]) -> dict[str, str]:
    """The environment that sets these steps."""
    return {VARIABLES[step]: value for step, value in switches.items()}


def switched(switches: Mapping[str, str], means: str) -> tuple[list[str], dict[str, str]]:
    """The arguments and the environment that set these steps, by "flag" or by "environment"."""
    return (flags(switches), {}) if means == "flag" else ([], variables(switches))
