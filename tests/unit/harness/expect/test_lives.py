"""How pods end, come back and are replaced: the nearest neighbours of each boundary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.deployment._ends import grace_of, seconds
from contract_harness.expect.deployment._pods import expect_objects
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.targets.sections import Deploy

CONFIG = {"kind": "ConfigMap", "metadata": {"name": "config"}, "data": {"gateway.yaml": "server: {}"}}
IMAGE = "example.com/gateway:1.2.3"
CONTAINER = {
    "name": "gateway",
    "image": IMAGE,
    "ports": [{"name": "http", "containerPort": 8080}],
    "livenessProbe": {"httpGet": {"path": "/healthz", "port": "http"}},
    "volumeMounts": [{"name": "config", "mountPath": "/etc/gateway"}],
}
VOLUMES = [{"name": "config", "configMap": {"name": "config"}}]


def read(
    *, kind: str = "Deployment", pod: dict[str, Any] | None = None, image: str = IMAGE, **spec: Any
) -> Manifests:
    """A gateway with these members of its pods and its spec, and a job that runs *image*."""
    whole = {"containers": [CONTAINER], "volumes": VOLUMES, **(pod or {})}
    template = {"metadata": {"labels": {}}, "spec": whole}
    gateway = {"kind": kind, "metadata": {"name": "gateway"}, "spec": {"template": template, **spec}}
    once = {"spec": {"containers": [{"name": "it", "image": image}]}}
    job = {"kind": "Job", "metadata": {"name": "migrate"}, "spec": {"template": once, **spec}}
    return Manifests([CONFIG, gateway, job], Deploy(Path()), "/readyz")


def broken(read: Manifests, who: str, what: str) -> str:
    """What is observed instead; empty when the row holds."""
    try:
        expect_objects(read, [(who, what)])
    except ContractBreach as breach:
        return breach.observed
    return ""


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({}, ""),
        ({"replicas": 3}, ""),
        ({"replicas": 4}, "gateway: 1 of its pods may be missing"),
        ({"strategy": {"rollingUpdate": {"maxUnavailable": 0}}, "replicas": 9}, ""),
        ({"strategy": {"rollingUpdate": {"maxUnavailable": "10%"}}, "replicas": 9}, ""),
        ({"strategy": {"rollingUpdate": {"maxUnavailable": 1}}}, "gateway: 1 of its pods may be missing"),
        ({"strategy": {"type": "Recreate"}}, "gateway: it is recreated: every pod is taken away first"),
    ],
)
def test_a_share_of_the_pods_is_rounded_down(spec: dict[str, Any], said: str) -> None:
    """As Kubernetes does: a quarter of three is none."""
    assert said == broken(read(**spec), "every pod that serves", "replaced once its successor is ready")


def test_what_nobody_rolls_out_is_not_observable() -> None:
    """A set that is replaced in place takes a pod away first."""
    what = "replaced once its successor is ready"

    with pytest.raises(NotObservable, match="nothing rolls out the ReplicaSet"):
        broken(read(kind="ReplicaSet"), "the gateway", what)
    assert "a StatefulSet" in broken(read(kind="StatefulSet"), "the gateway", what)


@pytest.mark.parametrize(("held_s", "is_long"), [(None, True), (11, True), (10, False), (5, False)])
def test_pods_are_held_longer_than_calls(held_s: int | None, is_long: bool) -> None:
    """As long is not longer; who does not say has thirty seconds, and a config that does not say ten."""
    pod = {} if held_s is None else {"terminationGracePeriodSeconds": held_s}

    assert is_long == (broken(read(pod=pod), "the gateway", "given longer to end than its calls") == "")


def test_durations_and_graces_are_read() -> None:
    """As compose writes them, and as the config does."""
    assert [90.0, 0.5, 10.0] == [seconds("1m30s"), seconds("500ms"), seconds("10s")]
    assert [2.5, 10.0] == [grace_of({"server": {"shutdown_grace_secs": 2.5}}), grace_of({"server": None})]


@pytest.mark.parametrize(
    ("image", "is_same"), [(IMAGE, True), ("busybox:1.36", True), ("gateway:1.2.4", False)]
)
def test_a_job_of_another_image_is_its_own_affair(image: str, is_same: bool) -> None:
    """One of the gateway's image runs its version."""
    assert is_same == (broken(read(image=image), "every job", "of the version of the gateway's pods") == "")


@pytest.mark.parametrize(
    ("probe", "what", "said"),
    [
        ({"httpGet": {"path": "/healthz", "port": 8080}}, "probed at a port it has", ""),
        ({"exec": {"command": ["true"]}}, "probed at a port it has", ""),
        (
            {"httpGet": {"path": "/healthz", "port": "https"}},
            "probed at a port it has",
            "gateway: its livenessProbe asks a port that it does not have",
        ),
        (
            {"httpGet": {"path": "/readyz", "port": "http"}},
            "alive without its database",
            "gateway: its probe asks whether it is ready",
        ),
    ],
)
def test_probes_ask_where_and_what_they_should(probe: dict[str, Any], what: str, said: str) -> None:
    """A port by its number or its name; a program of its own may ask anything."""
    pod = {"containers": [{**CONTAINER, "livenessProbe": probe}]}

    assert said == broken(read(pod=pod), "the gateway", what)


def test_what_crashes_comes_back() -> None:
    """By what Kubernetes does when nothing is said."""
    once, never = read(backoffLimit=0), read(pod={"restartPolicy": "Never"})

    assert "" == broken(read(), "every job", "tried again when it fails")
    assert "" == broken(read(), "the gateway", "restarted when it crashes")
    assert broken(once, "every job", "tried again when it fails")
    assert broken(never, "the gateway", "restarted when it crashes")
