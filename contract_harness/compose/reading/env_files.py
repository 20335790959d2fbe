"""The variables of a service: those of its `env_file`s, then those of its `environment`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contract_harness.compose.interpolation import filled
from contract_harness.compose.reading.compose_file import as_mapping
from contract_harness.compose.secrets import holds_a_secret

_EXAMPLES = ("{0}.example", "{0}.sample", "{0}.template", "{0}.dist", ".env.example", ".env.sample")
"""What whoever deploys copies to make the file that is not shipped."""


def environment_of(service: Mapping[str, Any], folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Each variable with its value; one that is passed on from outside only when it is given there.

    Args:
        service: filled in already.
        folder: where its env files are named from.
        given: the deploy-time environment.

    Raises:
        FileNotFoundError: an env file is required, and neither it nor an example of it is shipped.
    """
    found: dict[str, str] = {}
    for file, is_example in _files(service, folder):
        for name, value in assignments(file).items():
            outside = given.get(name)
            if value is None or (is_example and outside is not None):
                found |= {} if outside is None else {name: outside}
            else:
                found[name] = filled(value, {**given, **found})
    for name, value in as_mapping(service.get("environment")).items():
        outside = given.get(name)
        if value is not None:
            found[name] = scalar(value)
        elif outside is not None:
            found[name] = outside
    return found


def passed_on(service: Mapping[str, Any]) -> list[str]:
    """The variables that are named without a value."""
    return [name for name, value in as_mapping(service.get("environment")).items() if value is None]


def left_to_fill_in(service: Mapping[str, Any], folder: Path) -> list[str]:
    """The secrets of an env file that whoever deploys makes from an example."""
    return [
        name
        for file, is_example in _files(service, folder, strictly=False)
        if is_example
        for name, value in assignments(file).items()
        if not value or holds_a_secret(name, value)
    ]


def assignments(file: Path) -> dict[str, str | None]:
    """What an env file assigns; None for a name alone, which is passed on."""
    # Imported here: only who ships an env file needs it.
    from dotenv import dotenv_values

    return dict(dotenv_values(stream=io.StringIO(file.read_text("utf-8")), interpolate=False))


def scalar(value: object) -> str:
    """A value as the engine writes it into an environment."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def is_the_operators(file: Path) -> bool:
    """A `.env` beside its example is what whoever deploys made of it; it is not shipped, and not read."""
    return file.name == ".env" and example_of(file) is not None


def example_of(file: Path) -> Path | None:
    """What is shipped for whoever deploys to copy."""
    named = (file.with_name(pattern.format(file.name)) for pattern in _EXAMPLES)
    return next((one for one in named if one.is_file()), None)


def _files(service: Mapping[str, Any], folder: Path, *, strictly: bool = True) -> Iterator[tuple[Path, bool]]:
    """Each env file that is there, and whether it is the example of one that is not."""
    listed = service.get("env_file") or ()
    for one in [listed] if isinstance(listed, str | Mapping) else listed:
        form = one if isinstance(one, Mapping) else {"path": one}
        file = folder / str(form["path"])
        example = example_of(file)
        if file.is_file() and not is_the_operators(file):
            yield file, False
        elif example is not None:
            yield example, True
        elif strictly and form.get("required", True):
            raise FileNotFoundError(2, "neither it nor an example of it is shipped", file.name)
