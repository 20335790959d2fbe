"""Secrets: that all are asked for, and none is shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of, scalars, variables
from contract_harness.compose.interpolation import RequiredVariable, references, required
from contract_harness.compose.reading.compose_file import as_mapping
from contract_harness.compose.reading.env_files import assignments, passed_on
from contract_harness.compose.secrets import IDENTITY, Secrets, holds_a_secret, reads_like_a_secret
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.rows import Is

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
    needed = sorted(variables(read.config) | {IDENTITY})
    written = as_mapping(shipped.compose["services"][shipped.deploy.gateway].get("environment"))
    for name in needed:
        from_outside = required(str(written.get(name) or ""))
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
    file = shipped.home / _EXAMPLE
    if not file.is_file():
        raise ContractBreach("an example environment is shipped", f"there is no {_EXAMPLE}")
    return {name: value or "" for name, value in assignments(file).items()}


def asked_of_the_operator(shipped: Shipped) -> list[str]:
    """The variables that the compose file asks for, and those of the config that it does not set."""
    __tracebackhide__ = True
    written = as_mapping(shipped.compose["services"].get(shipped.deploy.gateway, {}).get("environment"))
    found = [*shipped.asked]
    for name in sorted(variables(_config(shipped))):
        value = written.get(name)
        found += [name] if value is None else [one for one in references(value) if reads_like_a_secret(one)]
    return list(dict.fromkeys(found))


def expect_complete(example: Mapping[str, str], names: Sequence[str]) -> None:
    """It names each of them."""
    __tracebackhide__ = True
    missing = [name for name in names if name not in example]
    if missing:
        raise ContractBreach("the example environment names every secret", f"{', '.join(missing)} is missing")


def expect_no_values(example: Mapping[str, str], names: Sequence[str]) -> None:
    """It gives none of them a value that would be deployed unchanged, nor anything else that is a secret."""
    __tracebackhide__ = True
    given = [
        name
        for name, value in example.items()
        if holds_a_secret(name, value) or (value and name in names and "://" not in value)
    ]
    if given:
        raise ContractBreach("the example environment gives no secret", f"it gives {', '.join(given)}")


def _config(shipped: Shipped) -> dict[str, Any]:
    """The gateway's, or nothing where it cannot be seen."""
    try:
        return Composition.read(shipped).config
    except NotObservable:
        return {}


def _given_its_variables(read: Composition, one: Service) -> str:
    passed = {*one.environment, *passed_on(read.shipped.compose["services"][one.name])}
    missing = sorted(variables(config_of(read.shipped, one)) - passed)
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
        if holds_a_secret(variable, value) and not any(secret in value for secret in given)
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
