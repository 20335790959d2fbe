"""How long pods live: which probes end them, what follows a crash, and how a roll-out replaces them."""

from __future__ import annotations

import math
from typing import Any

import yaml

from contract_harness.compose.manifests import Workload
from contract_harness.compose.pods import container_port
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.services import image_name
from contract_harness.errors import NotObservable
from contract_harness.expect.deployment._ends import grace_of
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.expect.rows import Is

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HELD_S = 30.0
"""How long a pod that does not say so is given to end."""


def _probed_where_it_listens(_: Manifests, one: Workload) -> str:
    """Each probe that asks over HTTP or TCP asks a port that its container names."""
    named = {port["containerPort"] for port in one.main.get("ports", ())}
    asked = {probe: one.main.get(probe, {}) for probe in _PROBES}
    ports = {
        probe: container_port(one, (told.get("httpGet") or told.get("tcpSocket"))["port"])
        for probe, told in asked.items()
        if told.get("httpGet") or told.get("tcpSocket")
    }
    wrong = [probe for probe, port in ports.items() if port not in named]
    return f"its {', '.join(wrong)} asks a port that it does not have" if wrong else ""


def _alive_without_a_database(manifests: Manifests, one: Workload) -> str:
    """A pod that is ended because its database is lost comes back to a database that is lost."""
    asked = one.main.get("livenessProbe", {}).get("httpGet", {}).get("path")
    return "its probe asks whether it is ready" if asked == manifests.readiness_path else ""


def _outlasting_its_calls(_: Manifests, one: Workload) -> str:
    given_s = float(one.pod.get("terminationGracePeriodSeconds", _HELD_S))
    configs = [text for _, files in one.config_maps() for text in (files or {}).values()]
    if not configs:
        raise NotObservable(f"the config of {one.name} is not shipped")
    calls_s = max(grace_of(config) for config in map(_document, configs))
    return "" if given_s > calls_s else f"it is killed after {given_s:g} s, and its calls have {calls_s:g} s"


def _document(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)
    return found if isinstance(found, dict) else {}


def _of_the_gateways_image(manifests: Manifests, one: Workload) -> str:
    """Where it runs the gateway's image, that is the one of the gateway's pods, to the version."""
    wanted = str(manifests.workload(manifests.deploy.gateway).main.get("image", ""))
    own = str(one.main.get("image", ""))
    is_another = image_name(own) == image_name(wanted) and own != wanted
    return f"it runs {own}, and the pods {wanted}" if is_another else ""


def _restarted(_: Manifests, one: Workload) -> str:
    policy = one.pod.get("restartPolicy", "Always")
    return "" if policy == "Always" else f"its restart policy is {policy}"


def _tried_again(manifests: Manifests, one: Workload) -> str:
    spec = _spec(manifests, one)
    is_once = spec.get("backoffLimit", 6) == 0 and one.pod.get("restartPolicy") != "OnFailure"
    return "it is tried once" if is_once else ""


def _replaced_in_time(manifests: Manifests, one: Workload) -> str:
    """No pod is taken away before another is ready; a quarter of a few, rounded down, is none.

    Raises:
        NotObservable: nothing rolls it out.
    """
    spec = _spec(manifests, one)
    if one.kind != "Deployment":
        if one.kind in ("StatefulSet", "DaemonSet"):
            return f"it is a {one.kind}, which takes a pod away first"
        raise NotObservable(f"nothing rolls out the {one.kind} {one.name}")
    strategy = spec.get("strategy") or {}
    if strategy.get("type") == "Recreate":
        return "it is recreated: every pod is taken away first"
    told = (strategy.get("rollingUpdate") or {}).get("maxUnavailable", "25%")
    missing = _share(told, int(spec.get("replicas", 1)))
    return f"{missing} of its pods may be missing" if missing else ""


def _share(told: int | str, replicas: int) -> int:
    """A number, or a share of the replicas, rounded down as Kubernetes does."""
    text = str(told)
    return math.floor(int(text[:-1]) * replicas / 100) if text.endswith("%") else int(text)


def _spec(manifests: Manifests, one: Workload) -> Object:
    found = (each for each in manifests.objects if each["kind"] == one.kind)
    spec: Object = next(each["spec"] for each in found if each["metadata"]["name"] == one.name)
    return spec


IS: Is[Manifests, Workload] = {
    "probed at a port it has": _probed_where_it_listens,
    "alive without its database": _alive_without_a_database,
    "given longer to end than its calls": _outlasting_its_calls,
    "of the version of the gateway's pods": _of_the_gateways_image,
    "restarted when it crashes": _restarted,
    "tried again when it fails": _tried_again,
    "replaced once its successor is ready": _replaced_in_time,
}
