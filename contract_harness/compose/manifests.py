"""
Kubernetes manifests as they would be applied: files, folders, or a kustomization of the simplest kind.

Of a kustomization its `resources` and the `files` of its `configMapGenerator` are read; what does more than
that is rendered first, and the target file names what was rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Object = Mapping[str, Any]

_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job")


@dataclass(frozen=True, slots=True)
class Workload:
    """What makes pods: a Deployment, a Job or the like.

    Attributes:
        pod: the `spec` of its pod template.
        labels: of its pods.
        suspended: a job that waits until somebody enables it.
    """

    kind: str
    name: str
    pod: Object
    labels: Mapping[str, str]
    suspended: bool

    @property
    def containers(self) -> list[Object]:
        """Those of the pod, without what runs before them."""
        return list(self.pod["containers"])

    def environment(self) -> dict[str, Any]:
        """Each variable of the first container: its value, or the reference it is taken from."""
        return {
            one["name"]: one.get("value", one.get("valueFrom", ""))
            for one in self.containers[0].get("env", ())
        }

    def words(self) -> list[str]:
        """What replaces entry point and command of the image, and what its arguments."""
        first = self.containers[0]
        return [str(one) for one in (*first.get("command", ()), *first.get("args", ()))]


def read_manifests(place: Path) -> list[Object]:
    """Every object below *place*.

    Raises:
        OSError: a file that is named is not there.
        yaml.YAMLError: one is no YAML.
    """
    if place.is_dir():
        files = sorted(place.rglob("*.y*ml"))
        return [
            one for file in files for one in _documents(file) if "kustomize" not in str(one.get("apiVersion"))
        ]
    found: list[Object] = []
    for one in _documents(place):
        found += _expanded(one, place.parent) if one.get("kind") == "Kustomization" else [one]
    return found


def workloads(objects: list[Object]) -> list[Workload]:
    """Everything that makes pods."""
    return [
        Workload(
            kind=one["kind"],
            name=one["metadata"]["name"],
            pod=one["spec"]["template"]["spec"],
            labels=one["spec"]["template"]["metadata"].get("labels", {}),
            suspended=bool(one["spec"].get("suspend", False)),
        )
        for one in objects
        if one["kind"] in _WORKLOADS
    ]


def of_kind(objects: list[Object], kind: str) -> dict[str, Object]:
    """The objects of this kind, by name."""
    return {one["metadata"]["name"]: one for one in objects if one["kind"] == kind}


def _expanded(kustomization: Object, folder: Path) -> Iterator[Object]:
    for resource in kustomization.get("resources", ()):
        yield from read_manifests(folder / resource)
    for one in kustomization.get("configMapGenerator", ()):
        pairs = (_file(text) for text in one.get("files", ()))
        data = {key: (folder / file).read_text("utf-8") for key, file in pairs}
        yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": one["name"]}, "data": data}


def _file(text: str) -> tuple[str, str]:
    """`key=path`, or a path whose last part is the key."""
    key, equals, file = text.partition("=")
    return (key, file) if equals else (Path(text).name, text)


def _documents(file: Path) -> list[Object]:
    return [one for one in yaml.safe_load_all(file.read_text("utf-8")) if isinstance(one, dict)]
