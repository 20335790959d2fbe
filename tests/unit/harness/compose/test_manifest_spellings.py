"""Metamorphic: other spellings of the shipped manifests get the same verdicts, spoilt ones are caught."""

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_harness.compose.reading.manifest_files import read_manifests
from tests.given.places import ROOT
from tests.given.shipped_verdicts import Verdicts, copy_of_what_is_shipped, verdicts

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
    documents = [
        f"# Source: llm-gateway/templates/{number}.yaml\n{yaml.safe_dump(one)}"
        for number, one in enumerate(objects)
    ]
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


EQUAL: dict[str, tuple[Change, Write]] = {
    "as a chart is rendered": (lambda _: None, in_one_file),
    "a list": (lambda _: None, as_a_list),
    "JSON": (lambda _: None, in_json),
    "a folder of files": (lambda _: None, in_a_folder),
    "another order": (lambda objects: objects.reverse(), in_one_file),
    "a whole secret": (whole_secret, in_one_file),
    "values from a config map": (values_from_a_map, as_a_list),
    "values by key of a config map": (values_by_key_of_a_map, in_one_file),
    "one file mounted": (mounted(FILE, {"configMap": MAP}), in_one_file),
    "items of a config map": (
        mounted(FOLDER, {"configMap": {**MAP, "items": [{"key": "gateway.yaml", "path": "gateway.yaml"}]}}),
        in_one_file,
    ),
    "a projected config map": (
        mounted(FOLDER, {"projected": {"sources": [{"configMap": MAP}]}}),
        in_one_file,
    ),
    "another container before": (sidecar, in_one_file),
    "a URL with the password of another variable": (composed_url, in_one_file),
    "members that are null": (nulls, in_one_file),
    "labels by expression": (expressions, in_one_file),
    "toggles by words": (toggles_by_words, in_one_file),
    "a name for what lies outside": (outside_name, in_one_file),
    "a route of the gateway API": (routed, in_one_file),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_spellings_get_equal_verdicts(name: str, tmp_path: Path) -> None:
    """Whoever writes the same objects otherwise is told the same."""
    found = spelled(*EQUAL[name], tmp_path)

    assert {} == {clause: said for clause, said in found.items() if said != "kept"}


def secret_in_a_map(objects: Objects) -> None:
    gateway(objects)["containers"][0].setdefault("envFrom", []).append({"configMapRef": {"name": "more"}})
    data = {"PROVIDER_API_KEY": "sk-live"}
    objects.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "more"}, "data": data})


def password_in_a_url(objects: Objects) -> None:
    variables(gateway(objects))["ADMIN_UI_UPSTREAM"]["value"] = "http://admin:hunter2hunter2@admin-ui:3000"


def hidden_job(objects: Objects) -> None:
    of(objects, "Job", "gateway-seed-config")["spec"].pop("suspend")


def capable(objects: Objects) -> None:
    pods(objects)[0]["containers"][0]["securityContext"]["capabilities"]["add"] = ["SYS_ADMIN"]


def rooted(objects: Objects) -> None:
    sidecar(objects)
    proxy = gateway(objects)["containers"][0]
    proxy["securityContext"] = {**proxy["securityContext"], "runAsUser": 0}


def before(objects: Objects) -> None:
    gateway(objects)["initContainers"] = [{"name": "wait", "image": "busybox:1.36"}]


def of_the_day(objects: Objects) -> None:
    template = {"metadata": {"labels": {"app": "sweep"}}, "spec": {"containers": [{"name": "sweep"}]}}
    spec = {"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}}
    objects.append({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "sweep"}, "spec": spec})


def alone(objects: Objects) -> None:
    spec = {"containers": [{"name": "debug", "image": "busybox:1.36"}]}
    objects.append({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "debug"}, "spec": spec})


def known_secret(objects: Objects) -> None:
    whole_secret(objects)
    secret = {"apiVersion": "bitnami.com/v1", "kind": "SealedSecret", "metadata": {"name": "gateway-secrets"}}
    objects.append({**secret, "spec": {"encryptedData": {"POSTGRES_URL": "Ag=="}}})


def shipped_secret(objects: Objects) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "gateway-secrets"}}
    objects.append({**secret, "stringData": {"POSTGRES_URL": "postgresql://a:b@c/d"}})


def balanced(objects: Objects) -> None:
    of(objects, "Service", "admin-ui")["spec"]["type"] = "LoadBalancer"


def open_policy(objects: Objects) -> None:
    of(objects, "NetworkPolicy", "admin-ui")["spec"]["ingress"] = [{}]


def policy_of_others(objects: Objects) -> None:
    rule = {"key": "app.kubernetes.io/name", "operator": "NotIn", "values": ["gateway"]}
    of(objects, "NetworkPolicy", "admin-ui")["spec"]["ingress"][0]["from"] = [
        {"podSelector": {"matchExpressions": [rule]}}
    ]


def unprobed(objects: Objects) -> None:
    del gateway(objects)["containers"][0]["livenessProbe"]


def toggled_on(objects: Objects) -> None:
    toggles_by_words(objects)
    gateway(objects)["containers"][0]["args"][1] = "--run-migrations=true"


SPOILT: dict[str, tuple[str, Change]] = {
    "a secret in a config map": ("cluster-secrets-are-referenced", secret_in_a_map),
    "a password in a URL": ("cluster-secrets-are-referenced", password_in_a_url),
    "a secret that lacks what the config needs": ("cluster-secrets-are-referenced", known_secret),
    "a secret that is shipped": ("cluster-secrets-are-referenced", shipped_secret),
    "a job that is not told to wait": ("bootstrap-and-seed-are-off", hidden_job),
    "a capability that is added again": ("pods-are-confined", capable),
    "another container as root": ("pods-are-confined", rooted),
    "a container before the others": ("pods-are-confined", before),
    "a job of every day": ("pods-are-confined", of_the_day),
    "a pod alone": ("pods-are-confined", alone),
    "a load balancer": ("ingress-leads-to-the-gateway", balanced),
    "a route to the UI": ("ingress-leads-to-the-gateway", lambda objects: routed(objects, name="admin-ui")),
    "a policy for everybody": ("ingress-leads-to-the-gateway", open_policy),
    "a policy for everybody else": ("ingress-leads-to-the-gateway", policy_of_others),
    "a probe that is missing": ("pods-are-probed", unprobed),
    "a toggle that is on by a word": ("a-job-migrates-and-pods-do-not", toggled_on),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_caught_in_any_spelling(name: str, tmp_path: Path) -> None:
    """By the clause that promises it."""
    clause, change = SPOILT[name]

    assert spelled(change, as_a_list, tmp_path)[f"deployment.{clause}"].startswith("broken: ")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("chart/Chart.yaml", "name: x\n", "is a Helm chart: name the file that `helm template` prints"),
        ("chart/a.yaml", "a: {{ .Values.a }}\n{{- if x }}\n", "is a template of a chart"),
        (
            "chart/kustomization.yaml",
            "resources: []\npatches: []\n",
            "the kustomization has patches, which is not",
        ),
        ("chart/kustomization.yaml", "resources: ['https://x/y']\n", "takes https://x/y: name the file"),
    ],
)
def test_what_must_be_rendered_first_is_not_observable(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    """The remedy is named, and no clause is broken by it."""
    folder = copy_of_what_is_shipped(tmp_path)
    file = folder / name
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    found = verdicts(folder, of="Kubernetes", manifests="chart")

    assert all(one.startswith("not observable: ") and said in one for one in found.values())


def test_no_manifests_are_not_observable(tmp_path: Path) -> None:
    """Not everybody runs on Kubernetes."""
    found = verdicts(copy_of_what_is_shipped(tmp_path), of="Kubernetes", manifests="")

    assert {"not observable: no Kubernetes manifests are named: name them in [deploy] manifests"} == set(
        found.values()
    )
