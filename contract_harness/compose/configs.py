"""The config files that are shipped: which one a service reads, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import fault, plain


def config_of(shipped: Shipped, service: Service) -> dict[str, Any]:
    """The document of the YAML file that is mounted into *service*.

    Raises:
        ContractBreach: no such file is mounted, or it is not there.
    """
    __tracebackhide__ = True
    for mount in service.mounts:
        if not mount.is_volume and Path(mount.source).suffix in (".yaml", ".yml"):
            return read(shipped.compose_file.parent / mount.source)
    raise ContractBreach(f"a config is mounted into {service.name}", "no YAML file is")


def read(file: Path) -> dict[str, Any]:
    """The document in a config file.

    Raises:
        ContractBreach: it is not there, or no YAML mapping.
    """
    __tracebackhide__ = True
    try:
        document = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise ContractBreach(f"the config {file.name} is shipped", fault(error)) from None
    except yaml.YAMLError as error:
        raise ContractBreach(f"the config {file.name} is YAML", str(error)) from None
    if not isinstance(document, dict):
        raise ContractBreach(f"the config {file.name} is a mapping", f"it is {plain(document)}"[:200])
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
