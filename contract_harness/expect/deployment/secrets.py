"""Secrets: that all are asked for, and none is shipped."""

from __future__ import annotations

from functools import partial
from typing import Any

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of, scalars, variables
from contract_harness.compose.interpolation import RequiredVariable, references, required
from contract_harness.compose.reading.compose_file import as_mapping
from contract_harness.compose.reading.env_files import assignments, passed_on
from contract_harness.compose.secrets import IDENTITY, holds_a_secret, reads_like_a_secret
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

_EXAMPLE = ".env.example"


def expect_secrets(shipped: Shipped, rows: Pairs) -> None:
    """Each secret that a row speaks of is what the row says."""
    __tracebackhide__ = True
    expect_rows(shipped, rows, who=_WHO, what=_SECRET_IS)


def _of_the_gateway(shipped: Shipped) -> dict[str, str]:
    """The secrets that the gateway needs, by name.

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
    return {name: name for name in asked}


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


def _every(shipped: Shipped) -> dict[str, str]:
    return {name: name for name in asked_of_the_operator(shipped)}


def _of_the_example(shipped: Shipped) -> dict[str, str]:
    """Every assignment of it: which are secrets is told by name and by form."""
    return {name: name for name in example_environment(shipped)}


def _named_in_the_example(shipped: Shipped, name: str) -> str:
    return "" if name in example_environment(shipped) else "it is missing"


def _without_a_value(shipped: Shipped, name: str) -> str:
    """Nothing that would be deployed unchanged stands there, nor anything that is a secret."""
    value = example_environment(shipped)[name]
    is_asked = name in asked_of_the_operator(shipped) and "://" not in value
    return "it has one" if value and (is_asked or holds_a_secret(name, value)) else ""


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


def _asked_for(given: str | None, shipped: Shipped, name: str) -> str:
    """Without it, or with *given* in its place, the compose file is refused and its name is said."""
    environment = Composition.read(shipped).secrets.without(name)
    try:
        shipped.services(environment | ({} if given is None else {name: given}))
    except RequiredVariable as refusal:
        return "" if name in str(refusal) else f"what is said: {refusal}"
    return "it is accepted"


_WHO: Who[Shipped, str] = {
    "every secret of the gateway": _of_the_gateway,
    "every secret": _every,
    "any variable of the example environment": _of_the_example,
}

_SECRET_IS: Is[Shipped, str] = {
    "asked for when left out": partial(_asked_for, None),
    "asked for when left empty": partial(_asked_for, ""),
    "named in the example environment": _named_in_the_example,
    "without a secret": _without_a_value,
}
