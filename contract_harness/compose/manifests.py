"""What makes pods, and what a pod's main container is given: variables, words, mounted config maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.services import image_name

_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job")


@dataclass(frozen=True, slots=True)
class Workload:
    """What makes pods: a Deployment, a Job or the like.

    Attributes:
        pod: the `spec` of its pod template.
        labels: of its pods.
        suspended: a job that waits until somebody enables it.
        beside: every object that is applied with it.
    """

    kind: str
    name: str
    pod: Object
    labels: Mapping[str, str]
    suspended: bool
    beside: tuple[Object, ...] = ()

    @property
    def containers(self) -> list[Object]:
        """Those of the pod, without what runs before them."""
        return list(self.pod["containers"])

    @property
    def main(self) -> Object:
        """The container that is called like the workload, or whose image is; else the first."""
        for one in self.containers:
            if self.name in (one.get("name"), image_name(str(one.get("image", "")))):
                return one
        return self.containers[0]

    def environment(self) -> dict[str, Any]:
        """Each variable of the main container: its value, or the reference it is taken from.

        Of `envFrom`, a key of a config map is its value; one of a secret, if known, a reference.
        """
        found: dict[str, Any] = {}
        for source in self.main.get("envFrom", ()):
            found |= dict(self._all_of(source))
        own = {one["name"]: one.get("value", one.get("valueFrom", "")) for one in self.main.get("env", ())}
        return {**found, **{name: self._value(one) for name, one in own.items()}}

    def takes_whole_secrets(self) -> bool:
        """`envFrom` takes a secret that is not shipped, so whatever is in it."""
        return any(
            _keys_of(self.beside, source["secretRef"]["name"]) is None
            for source in self.main.get("envFrom", ())
            if "secretRef" in source
        )

    def config_maps(self) -> Iterator[tuple[str, Mapping[str, str] | None]]:
        """Each mount point of a config map, with its files by path; None when it is not shipped.

        A mount of one file (`subPath`) has that file under the empty path.
        """
        volumes = {volume["name"]: volume for volume in self.pod.get("volumes", ())}
        for mount in self.main.get("volumeMounts", ()):
            for source in _map_sources(volumes.get(mount["name"], {})):
                files = self._files(source)
                if files is not None and "subPath" in mount:
                    files = {"": files[mount["subPath"]]} if mount["subPath"] in files else {}
                yield mount["mountPath"], files

    def words(self) -> list[str]:
        """What replaces entry point and command of the image, and what its arguments."""
        return [str(one) for one in (*self.main.get("command", ()), *self.main.get("args", ()))]

    def _all_of(self, source: Object) -> Iterator[tuple[str, Any]]:
        prefix = source.get("prefix", "")
        if "configMapRef" in source:
            for key, value in _data(self.beside, source["configMapRef"]["name"]).items():
                yield f"{prefix}{key}", value
        elif "secretRef" in source:
            name = source["secretRef"]["name"]
            for key in _keys_of(self.beside, name) or ():
                yield f"{prefix}{key}", {"secretKeyRef": {"name": name, "key": key}}

    def _value(self, given: Any) -> Any:
        """A key of a config map that is shipped is its value."""
        if isinstance(given, Mapping) and "configMapKeyRef" in given:
            reference = given["configMapKeyRef"]
            return _data(self.beside, reference["name"]).get(reference["key"], given)
        return given

    def _files(self, source: Object) -> Mapping[str, str] | None:
        name = source.get("name")
        if name not in of_kind(list(self.beside), "ConfigMap"):
            return None
        data = _data(self.beside, name)
        if "items" in source:
            return {one["path"]: data[one["key"]] for one in source["items"] if one["key"] in data}
        return data


def workloads(objects: list[Object]) -> list[Workload]:
    """Everything that makes pods."""
    return [
        Workload(
            kind=one["kind"],
            name=one["metadata"]["name"],
            pod=template["spec"],
            labels=template.get("metadata", {}).get("labels", {}),
            suspended=bool(one["spec"].get("suspend", False)),
            beside=tuple(objects),
        )
        for one in objects
        for template in _templates(one)
    ]


def of_kind(objects: list[Object], kind: str) -> dict[str, Object]:
    """The objects of this kind, by name."""
    return {one["metadata"]["name"]: one for one in objects if one["kind"] == kind}


def selects(selector: Object | None, labels: Mapping[str, Any]) -> bool:
    """It names some of these labels; an empty one, which names everybody, says nothing of these pods."""
    wanted = (selector or {}).get("matchLabels", {})
    rules = (selector or {}).get("matchExpressions", ())
    return (
        bool(wanted or rules)
        and wanted.items() <= labels.items()
        and all(_fits(one, labels) for one in rules)
    )


def _fits(rule: Object, labels: Mapping[str, Any]) -> bool:
    value, values = labels.get(rule["key"]), rule.get("values", ())
    return {
        "In": value in values,
        "NotIn": value not in values,
        "Exists": value is not None,
        "DoesNotExist": value is None,
    }[rule["operator"]]


def _templates(one: Object) -> Iterator[Object]:
    if one["kind"] == "Pod":
        yield one
    elif one["kind"] == "CronJob":
        yield one["spec"]["jobTemplate"]["spec"]["template"]
    elif one["kind"] in _WORKLOADS:
        yield one["spec"]["template"]


def _map_sources(volume: Object) -> Iterator[Object]:
    if "configMap" in volume:
        yield volume["configMap"]
    for one in volume.get("projected", {}).get("sources", ()):
        if "configMap" in one:
            yield one["configMap"]


def _data(objects: tuple[Object, ...], name: str) -> Mapping[str, str]:
    data: Mapping[str, str] = of_kind(list(objects), "ConfigMap").get(name, {}).get("data", {})
    return data


def _keys_of(objects: tuple[Object, ...], name: str) -> list[str] | None:
    """The keys of a secret that is shipped, sealed or described; None when nothing says which it has."""
    for kind, members in _SECRETS.items():
        for one in objects:
            spec = one.get("spec", {})
            if one["kind"] != kind or name not in (one["metadata"].get("name"), _target(spec)):
                continue
            found = [key for member in members for key in _keys(spec.get(member, one.get(member, {})))]
            return found or None
    return None


_SECRETS = {"Secret": ("data", "stringData"), "SealedSecret": ("encryptedData",), "ExternalSecret": ("data",)}


def _target(spec: Object) -> str | None:
    target = spec.get("target")
    return target.get("name") if isinstance(target, Mapping) else None


def _keys(given: Any) -> list[str]:
    return [one["secretKey"] for one in given] if isinstance(given, list) else list(given)
