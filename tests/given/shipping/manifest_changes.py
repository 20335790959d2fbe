"""Ways to write the shipped manifests otherwise."""

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.reading.manifest_files import read_manifests
from tests.given.places import ROOT
from tests.given.shipping.verdicts import Verdicts, copy_of_what_is_shipped, verdicts

Objects = list[dict[str, Any]]
Change = Callable[[Objects], Any]
Write = Callable[[Path, Objects], str]


@cache
def shipped() -> Any:
    """What is shipped, rendered."""
    return read_manifests(ROOT / "deploy" / "kustomization.yaml")


def spelled(change: Change, write: Write, home: Path) -> Verdicts:
    """The verdicts on the manifests, changed and written to a file that the target names."""
    folder = copy_of_what_is_shipped(home)
    objects = copy.deepcopy(list(shipped()))
    change(objects)
    return verdicts(folder, of="Kubernetes", manifests=write(folder, objects))


def in_one_file(folder: Path, objects: Objects) -> str:
    """As `helm template` prints them."""
    documents = [f"# Rendered, number {number}\n{yaml.safe_dump(one)}" for number, one in enumerate(objects)]
    (folder / "rendered.yaml").write_text("---\n" + "---\n".join(documents) + "---\n", "utf-8")
    return "rendered.yaml"


def as_a_list(folder: Path, objects: Objects) -> str:
    """As `kubectl get --output yaml` prints them."""
    listed = {"apiVersion": "v1", "kind": "List", "items": objects}
    (folder / "list.yaml").write_text(yaml.safe_dump(listed), "utf-8")
    return "list.yaml"


def in_json(folder: Path, objects: Objects) -> str:
    """JSON is YAML, and has a suffix of its own."""
    (folder / "list.json").write_text(json.dumps({"kind": "List", "items": objects}), "utf-8")
    return "list.json"


def in_a_folder(folder: Path, objects: Objects) -> str:
    """A file for each, in folders."""
    for number, one in enumerate(objects):
        file = folder / "all" / one["kind"] / f"{number}.{'json' if number % 2 else 'yml'}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(one), "utf-8")
    return "all"


def of(objects: Objects, kind: str, name: str) -> dict[str, Any]:
    """The object of this kind and name."""
    return next(one for one in objects if (one["kind"], one["metadata"]["name"]) == (kind, name))


def pods(objects: Objects) -> list[dict[str, Any]]:
    """The `spec` of every pod."""
    return [one["spec"]["template"]["spec"] for one in objects if "template" in one.get("spec", {})]


def gateway(objects: Objects) -> dict[str, Any]:
    """The gateway's pod."""
    spec: dict[str, Any] = of(objects, "Deployment", "gateway")["spec"]["template"]["spec"]
    return spec


def variables(pod: dict[str, Any]) -> dict[str, Any]:
    """Those of its container, by name."""
    return {one["name"]: one for one in pod["containers"][0].get("env", ())}


def whole_secret(objects: Objects) -> None:
    for pod in pods(objects):
        container = pod["containers"][0]
        by_key = [one for one in container.get("env", ()) if "secretKeyRef" in one.get("valueFrom", {})]
        if by_key:
            container["env"] = [one for one in container["env"] if one not in by_key]
            container["envFrom"] = [{"secretRef": {"name": "gateway-secrets"}}]


def values_from_a_map(objects: Objects) -> None:
    container = gateway(objects)["containers"][0]
    plain = {one["name"]: one["value"] for one in container["env"] if "value" in one}
    container["env"] = [one for one in container["env"] if "value" not in one]
    container["envFrom"] = [{"configMapRef": {"name": "gateway-env"}}]
    objects.append(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "gateway-env"}, "data": plain}
    )


def values_by_key_of_a_map(objects: Objects) -> None:
    values_from_a_map(objects)
    container = gateway(objects)["containers"][0]
    names = objects[-1]["data"]
    del container["envFrom"]
    container["env"] += [
        {"name": name, "valueFrom": {"configMapKeyRef": {"name": "gateway-env", "key": name}}}
        for name in names
    ]


def mounted(mount: dict[str, Any], volume: dict[str, Any]) -> Change:
    """Mounts the config in another way, everywhere."""

    def change(objects: Objects) -> None:
        for pod in pods(objects):
            if any(one["name"] == "config" for one in pod.get("volumes", ())):
                pod["volumes"] = [one for one in pod["volumes"] if one["name"] != "config"]
                pod["volumes"].append({"name": "config", **volume})
                mounts = pod["containers"][0]["volumeMounts"]
                mounts[:] = [one for one in mounts if one["name"] != "config"] + [{"name": "config", **mount}]

    return change


FOLDER, FILE = (
    {"mountPath": "/etc/gateway"},
    {"mountPath": "/etc/gateway/gateway.yaml", "subPath": "gateway.yaml"},
)
MAP = {"name": "gateway-config"}


def sidecar(objects: Objects) -> None:
    pod = gateway(objects)
    context = pod["containers"][0]["securityContext"]
    probes = {key: one for key, one in pod["containers"][0].items() if key.endswith("Probe")}
    pod["containers"].insert(0, {"name": "proxy", "image": "proxy:1.2", "securityContext": context, **probes})


def composed_url(objects: Objects) -> None:
    for pod in pods(objects):
        if "POSTGRES_URL" in variables(pod):
            one = variables(pod)["POSTGRES_URL"]
            one.pop("valueFrom")
            one["value"] = "postgresql://gateway:$(DB_PASSWORD)@db/gateway"
            reference = {"secretKeyRef": {"name": "gateway-secrets", "key": "DB_PASSWORD"}}
            pod["containers"][0]["env"].insert(0, {"name": "DB_PASSWORD", "valueFrom": reference})


def nulls(objects: Objects) -> None:
    for pod in pods(objects):
        pod.update(hostNetwork=None, initContainers=None, nodeSelector=None)
        pod["containers"][0].update(envFrom=None, lifecycle=None)


def expressions(objects: Objects) -> None:
    rule = {"key": "app.kubernetes.io/name", "operator": "In", "values": ["gateway"]}
    policy = of(objects, "NetworkPolicy", "admin-ui")["spec"]
    policy["ingress"][0]["from"] = [{"podSelector": {"matchExpressions": [rule]}}]


def toggles_by_words(objects: Objects) -> None:
    container = gateway(objects)["containers"][0]
    toggles = ("GATEWAY_RUN_MIGRATIONS", "GATEWAY_BOOTSTRAP_ADMIN", "GATEWAY_SEED_CONFIG")
    container["env"] = [one for one in container["env"] if one["name"] not in toggles]
    container["args"] = [
        "serve",
        "--run-migrations=false",
        "--bootstrap-admin",
        "false",
        "--seed-config=false",
    ]


def outside_name(objects: Objects) -> None:
    spec = {"type": "ExternalName", "externalName": "db.example.com"}
    objects.append({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}, "spec": spec})


def routed(objects: Objects, *, name: str = "gateway") -> None:
    objects[:] = [one for one in objects if one["kind"] != "Ingress"]
    rules = [{"backendRefs": [{"name": name, "port": 8080}]}]
    objects.append(
        {"apiVersion": "v1", "kind": "HTTPRoute", "metadata": {"name": "r"}, "spec": {"rules": rules}}
    )
