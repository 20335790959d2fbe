"""Secrets: that all are asked for, and none is shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of, scalars, variables
from contract_harness.compose.interpolation import RequiredVariable, required
from contract_harness.compose.secrets import Secrets, reads_like_a_secret
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach
from contract_harness.expect.rows import Is

_IDENTITY = "GATEWAY_IDENTITY_TOKEN_SECRET"
"""Source: observed gateway, 7.4, where a gateway without it signs with a secret everybody knows."""
_EXAMPLE = ".env.example"


@dataclass(frozen=True, slots=True)
class ComposeRefusal:
    """What became of the compose file when one secret was missing; `said` is empty when it was accepted."""

    secret: str
    said: str


def each_missing(shipped: Shipped, *, empty: bool) -> list[ComposeRefusal]:
    """What happens when each secret the gateway needs is left out, or left empty, in turn.

    Raises:
        ContractBreach: one of them has a default, so that nothing asks for it.
    """
    __tracebackhide__ = True
    read = Composition.read(shipped)
    asked: dict[str, None] = {}
    written = shipped.compose["services"][shipped.deploy.gateway].get("environment", {})
    for name in sorted(variables(read.config) | {_IDENTITY}):
        from_outside = required(_raw(written, name))
        if not from_outside:
            raise ContractBreach(
                f"{name} must be given at deploy time", "the compose file does not ask for it"
            )
        asked.update(dict.fromkeys(from_outside))
    return [_refusal(shipped, read.secrets, name, empty=empty) for name in asked]


def expect_refused_by_name(refusals: Sequence[ComposeRefusal]) -> None:
    """Each was refused, and what was said names the secret."""
    __tracebackhide__ = True
    if not refusals:
        raise ContractBreach("the gateway needs secrets", "its compose file asks for none")
    for one in refusals:
        if one.secret not in one.said:
            raise ContractBreach(
                f"without {one.secret} the compose file is refused by that name",
                f"it said: {one.said}" if one.said else "it is accepted",
            )


def example_environment(shipped: Shipped) -> dict[str, str]:
    """The assignments of the example environment beside the compose file; comments are none."""
    __tracebackhide__ = True
    file = shipped.compose_file.parent / _EXAMPLE
    if not file.is_file():
        raise ContractBreach("an example environment is shipped", f"there is no {_EXAMPLE}")
    lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def expect_complete(example: Mapping[str, str], names: Sequence[str]) -> None:
    """It names each of them."""
    __tracebackhide__ = True
    missing = [name for name in names if name not in example]
    if missing:
        raise ContractBreach("the example environment names every secret", f"{', '.join(missing)} is missing")


def expect_no_values(example: Mapping[str, str], names: Sequence[str]) -> None:
    """It gives none of them a value that would be deployed unchanged."""
    __tracebackhide__ = True
    given = [name for name in names if example.get(name)]
    if given:
        raise ContractBreach("the example environment gives no secret", f"it gives {', '.join(given)}")


def _given_its_variables(read: Composition, one: Service) -> str:
    missing = sorted(variables(config_of(read.shipped, one)) - set(one.environment))
    return f"{', '.join(missing)} is not passed on" if missing else ""


def _configured_without_a_literal(read: Composition, one: Service) -> str:
    found = [text for text in scalars(config_of(read.shipped, one)) if text.startswith("literal.")]
    return f"its config holds {len(found)}" if found else ""


def _given_its_secrets(read: Composition, one: Service) -> str:
    """Every variable that reads like a secret holds a value that was given at deploy time."""
    given = read.secrets.environment.values()
    written = [
        variable
        for variable, value in one.environment.items()
        if reads_like_a_secret(variable) and not any(secret in value for secret in given)
    ]
    return f"{', '.join(written)} stands in the file" if written else ""


IS: Is[Composition, Service] = {
    "given every variable of its config": _given_its_variables,
    "configured without a literal secret": _configured_without_a_literal,
    "given its secrets at deploy time": _given_its_secrets,
}


def _refusal(shipped: Shipped, secrets: Secrets, name: str, *, empty: bool) -> ComposeRefusal:
    environment = secrets.without(name) | ({name: ""} if empty else {})
    try:
        shipped.services(environment)
    except RequiredVariable as refusal:
        return ComposeRefusal(name, str(refusal))
    return ComposeRefusal(name, "")


def _raw(written: Any, name: str) -> str:
    if isinstance(written, Mapping):
        return str(written.get(name, ""))
    return next((str(one) for one in written if str(one).startswith(f"{name}=")), "")
