"""Metamorphic: what is spoilt in manifests is caught, however it is spelled."""

from pathlib import Path

import pytest

from tests.given.shipping.manifest_changes import (
    Change,
    Objects,
    as_a_list,
    gateway,
    of,
    pods,
    routed,
    sidecar,
    spelled,
    toggles_by_words,
    variables,
    whole_secret,
)


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
