"""Mistakes of an operator: keys nobody knows, and an address that is taken."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from contract_harness.errors import NotObservable
from contract_harness.scenes.scenario_gateway import ScenarioGateway


def mistype(subject: ScenarioGateway, fragment: str) -> None:
    """Merge a fragment of YAML with keys nobody knows into the config.

    Raises:
        NotObservable: a template makes the config, and takes what it knows.
    """
    if subject.installation.target.config_template is not None:
        raise NotObservable("a config made by a template holds no key the template does not name")
    subject.patch_config(fragment)


def take_address(subject: ScenarioGateway, opened: ExitStack) -> None:
    """Have another program listen where the config has the gateway listen, until *opened* is closed."""
    host, _, port = subject.address.rpartition(":")
    opened.enter_context(socket.create_server((host, int(port))))
