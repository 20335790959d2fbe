"""The config files that are shipped: which one a service reads, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import fault, plain

_YAML = {".yaml", ".yml"}


def config_of(shipped: Shipped, service: Service) -> dict[str, Any]:
    """The document of the YAML file mounted into *service*: the one that it is told of, else the first.

    Raises:
        ContractBreach: it is not there.
        NotObservable: no such file is mounted; it may lie in the image.
    """
    __tracebackhide__ = True
    found = dict(_mounted(shipped, service))
    told = [word for word in (*service.environment.values(), *service.argv) if word in found]
    if not found:
        raise NotObservable(
            f"no YAML config is mounted into {service.name}: what its image holds is not seen, "
            "mount the config in the compose file"
        )
    place = found[told[0] if told else next(iter(found))]
    return read(place) if isinstance(place, Path) else parsed(place, service.name)


def configs_beside(shipped: Shipped, service: Service) -> list[Path]:
    """The YAML files beside the config of *service*; everywhere, when that stands in the compose file."""
    files = [place for _, place in _mounted(shipped, service) if isinstance(place, Path)]
    return sorted(files[0].parent.glob("*.y*ml") if files else shipped.home.rglob("*.y*ml"))


def _mounted(shipped: Shipped, service: Service) -> Iterator[tuple[str, Path | str]]:
    """Each YAML file inside, with the file it is here, or its text."""
    for mount in service.mounts:
        source = shipped.home / mount.source
        if mount.is_volume:
            continue
        if not mount.text and source.is_dir():
            for file in sorted(source.rglob("*.y*ml")):
                yield f"{mount.target.rstrip('/')}/{file.relative_to(source).as_posix()}", file
        elif _YAML & {Path(mount.source).suffix, Path(mount.target).suffix}:
            yield mount.target, source if mount.text is None else mount.text


def read(file: Path) -> dict[str, Any]:
    """The document in a config file.

    Raises:
        ContractBreach: it is not there, or no YAML mapping.
    """
    __tracebackhide__ = True
    try:
        return parsed(file.read_text("utf-8"), file.name)
    except OSError as error:
        raise ContractBreach(f"the config {file.name} is shipped", fault(error)) from None


def parsed(text: str, name: str) -> dict[str, Any]:
    """The document in the text of a config.

    Raises:
        ContractBreach: it is no YAML mapping.
    """
    __tracebackhide__ = True
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContractBreach(f"the config {name} is YAML", str(error)) from None
    if not isinstance(document, dict):
        raise ContractBreach(f"the config {name} is a mapping", f"it is {plain(document)}"[:200])
    return document


def variables(document: Any) -> set[str]:
    """The variables a config refers to, as `env.NAME`. Source: observed gateway, 9.1."""
    return {text.removeprefix("env.") for text in scalars(document) if text.startswith("env.")}


def scalars(document: Any) -> Iterator[str]:
    """Every string value in a document."""
    if isinstance(document, dict):
        for one in document.values():
            yield from scalars(one)
    elif isinstance(document, list):
        for one in document:
            yield from scalars(one)
    elif isinstance(document, str):
        yield document
