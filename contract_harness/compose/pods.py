"""What a pod is started with here: its words, environment, secrets, config and ports, from the manifests."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.configs import variables
from contract_harness.compose.containers import Container, World
from contract_harness.compose.images import Image
from contract_harness.compose.manifests import Workload
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.secrets import IDENTITY, Secrets
from contract_harness.compose.services import Mount, Service, image_name, service
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach
from contract_harness.targets.sections import Deploy

_REFERENCE = re.compile(r"\$\((\w+)\)")
"""`$(NAME)` in a value, as Kubernetes fills it in."""

Probe = tuple[str, int]
"""The path that is asked, and the container port."""


class Pod(Container):
    """One pod; ready when its readiness probe is answered."""

    def __init__(self, service: Service, world: World, probe: Probe | None) -> None:
        super().__init__(service, world)
        self._probe = probe

    def is_healthy(self) -> bool:
        """It runs, and its probe, when it has one, is answered with a status below 400."""
        if self._probe is None:
            return self.is_running
        path, port = self._probe
        here = ("127.0.0.1", self.world.addresses.listening(self.name, port))
        status = status_of(here, path, within_s=self.world.patience.reply_s)
        return status is not None and 200 <= status < 400


def secret_keys(workloads: Mapping[str, Workload], deploy: Deploy) -> list[str]:
    """The keys of secrets that pods refer to, each once.

    Of a secret that is taken whole and not shipped they are what the configs need, and what lets somebody in.
    """
    references = [value for one in workloads.values() for value in one.environment().values()]
    found = [key for one in references if (key := _secret_key(one)) is not None]
    for one in workloads.values():
        if one.takes_whole_secrets():
            first = (deploy.admin_password, deploy.api_key, deploy.database_url, IDENTITY)
            found += [*first, *(name for name in config_variables(one) if name not in one.environment())]
    return list(dict.fromkeys(found))


def config_variables(one: Workload) -> list[str]:
    """What the YAML files that are mounted from config maps refer to."""
    names: set[str] = set()
    for _, files in one.config_maps():
        for text in (files or {}).values():
            with contextlib.suppress(yaml.YAMLError):
                names |= variables(yaml.safe_load(text))
    return sorted(names)


def as_service(one: Workload, images: Mapping[str, Image], secrets: Secrets, folder: Path) -> Service:
    """The main container of the pod as a service of compose.

    Args:
        images: those that are built here, by name.
        folder: where config maps are written.

    Raises:
        ContractBreach: it mounts a config map that is not shipped.
    """
    container = one.main
    name = str(container.get("image", ""))
    # `command` is what compose calls an entry point, `args` what it calls a command.
    document = {
        "image": name,
        "environment": dict(_environment(one, secrets)),
        "expose": [port["containerPort"] for port in container.get("ports", ())],
        "tmpfs": [mount["mountPath"] for mount, volume in _mounted(one, container) if "emptyDir" in volume],
        "entrypoint": container.get("command"),
        "command": container.get("args"),
    }
    image = images.get(image_name(name))
    document |= {"build": "."} if image else {}
    found = service(one.name, document, image or Image())
    return replace(found, mounts=tuple(_config_mounts(one, folder)))


def probe_of(one: Workload) -> Probe | None:
    """The readiness probe of its main container, when it asks over HTTP."""
    asked = one.main.get("readinessProbe", {}).get("httpGet")
    return None if asked is None else (asked["path"], container_port(one, asked["port"]))


def container_port(one: Workload, named: int | str) -> int:
    """A container port by its number or name; 0 for a name it does not have."""
    for port in one.main.get("ports", ()):
        if named in (port.get("name"), port["containerPort"]):
            return int(port["containerPort"])
    return int(named) if str(named).isdigit() else 0


def _environment(one: Workload, secrets: Secrets) -> Iterator[tuple[str, str]]:
    known = {}
    if one.takes_whole_secrets():
        known = dict(secrets.environment)
    for name, value in one.environment().items():
        key = _secret_key(value)
        if key is not None:
            known[name] = secrets.environment[key]
        elif not isinstance(value, Mapping):
            known[name] = _REFERENCE.sub(lambda found: known.get(found[1], found[0]), str(value))
    yield from known.items()


def _secret_key(value: Any) -> str | None:
    return value["secretKeyRef"]["key"] if isinstance(value, Mapping) and "secretKeyRef" in value else None


def _config_mounts(one: Workload, folder: Path) -> Iterator[Mount]:
    for number, (target, files) in enumerate(one.config_maps()):
        if files is None:
            raise ContractBreach(
                f"the config map at {target}, which {one.name} mounts, is shipped", "it is not"
            )
        here = folder / f"{one.name}-{number}"
        for path, text in files.items():
            file = here / (path or Path(target).name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        # One file of it, or the whole folder.
        here = here / Path(target).name if "" in files else here
        yield Mount(str(here), target, is_volume=False, read_only=True)


def _mounted(one: Workload, container: Object) -> Iterator[tuple[Object, Object]]:
    """Each mount of the container, with the volume it is of."""
    volumes = {volume["name"]: volume for volume in one.pod.get("volumes", ())}
    for mount in container.get("volumeMounts", ()):
        yield mount, volumes.get(mount["name"], {})
