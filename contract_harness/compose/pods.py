"""What a pod is started with here: its words, environment, secrets, config and ports, from the manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from contract_harness.compose.containers import Container, World
from contract_harness.compose.images import Image
from contract_harness.compose.manifests import Object, Workload, of_kind
from contract_harness.compose.secrets import Secrets
from contract_harness.compose.services import Mount, Service, service
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach

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


def secret_keys(workloads: Mapping[str, Workload]) -> list[str]:
    """The keys of secrets that pods refer to, each once."""
    references = [value for one in workloads.values() for value in one.environment().values()]
    return list(dict.fromkeys(key for one in references if (key := _secret_key(one)) is not None))


def as_service(
    one: Workload, objects: list[Object], images: Mapping[str, Image], secrets: Secrets, folder: Path
) -> Service:
    """The first container of the pod as a service of compose.

    Args:
        images: those that are built here, by name.
        folder: where config maps are written.

    Raises:
        ContractBreach: it mounts a config map that is not shipped.
    """
    container = one.containers[0]
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
    image = images.get(name.partition("@")[0].rpartition("/")[2].partition(":")[0], Image())
    found = service(one.name, document, image)
    return replace(found, mounts=tuple(_config_mounts(one, container, objects, folder)))


def probe_of(one: Workload) -> Probe | None:
    """The readiness probe of its first container, when it asks over HTTP."""
    asked = one.containers[0].get("readinessProbe", {}).get("httpGet")
    return None if asked is None else (asked["path"], container_port(one, asked["port"]))


def container_port(one: Workload, named: int | str) -> int:
    """A container port by its number or name; 0 for a name it does not have."""
    for port in one.containers[0].get("ports", ()):
        if named in (port.get("name"), port["containerPort"]):
            return int(port["containerPort"])
    return int(named) if str(named).isdigit() else 0


def _environment(one: Workload, secrets: Secrets) -> Iterator[tuple[str, str]]:
    for name, value in one.environment().items():
        key = _secret_key(value)
        yield name, str(value) if key is None else secrets.environment[key]


def _secret_key(value: Any) -> str | None:
    return value["secretKeyRef"]["key"] if isinstance(value, Mapping) and "secretKeyRef" in value else None


def _config_mounts(one: Workload, container: Object, objects: list[Object], folder: Path) -> Iterator[Mount]:
    maps = of_kind(objects, "ConfigMap")
    for mount, volume in _mounted(one, container):
        name = volume.get("configMap", {}).get("name")
        if name is None:
            continue
        if name not in maps:
            raise ContractBreach(f"the config map {name}, which {one.name} mounts, is shipped", "it is not")
        here = folder / name
        here.mkdir(parents=True, exist_ok=True)
        for key, text in maps[name]["data"].items():
            (here / key).write_text(text, "utf-8")
        yield Mount(str(here), mount["mountPath"], is_volume=False, read_only=True)


def _mounted(one: Workload, container: Object) -> Iterator[tuple[Object, Object]]:
    """Each mount of the container, with the volume it is of."""
    volumes = {volume["name"]: volume for volume in one.pod.get("volumes", ())}
    for mount in container.get("volumeMounts", ()):
        yield mount, volumes.get(mount["name"], {})
