"""What each object of the manifests is: the rows of `the objects are:`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from contract_harness.compose.manifests import Workload, of_kind, selects
from contract_harness.compose.pods import config_variables
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.secrets import holds_a_secret, reads_like_a_secret
from contract_harness.configs.toggles import FLAGS, VARIABLES
from contract_harness.expect.deployment import _confinement, _lives, kubernetes
from contract_harness.expect.deployment.kubernetes import Manifests
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

Pods = Mapping[str, Workload]

_JOB = "the job of "
"""With the command that it runs."""
_REFERENCE = re.compile(r"\$\((\w+)\)")


def expect_objects(manifests: Manifests, rows: Pairs) -> None:
    """Each pod, or other object, that a row speaks of is what the row says."""
    __tracebackhide__ = True
    jobs = {
        subject: partial(kubernetes.jobs_that_run, subject.removeprefix(_JOB))
        for subject, _ in rows
        if subject.startswith(_JOB)
    }
    expect_rows(manifests, rows, who={**_WHO, **jobs}, what=_IS)


def _every(manifests: Manifests) -> Pods:
    return {one.name: one for one in manifests.workloads}


def _that_serve(manifests: Manifests) -> Pods:
    return {one.name: one for one in manifests.workloads if one.kind != "Job"}


def _jobs(manifests: Manifests) -> Pods:
    return {one.name: one for one in manifests.workloads if one.kind == "Job"}


def _gateway(manifests: Manifests) -> Pods:
    return {(name := manifests.deploy.gateway): manifests.workload(name)}


def _admin_ui(manifests: Manifests) -> Pods:
    return {(name := manifests.deploy.admin_ui): manifests.workload(name)}


def _without(step: str, _: Manifests, one: Workload) -> str:
    """One step of a start is switched off, by flag or by variable."""
    words, flag = one.words(), FLAGS[step]
    by_flag = f"{flag}=false" in words or (flag in words and words[words.index(flag) + 1 :][:1] == ["false"])
    is_off = by_flag or one.environment().get(VARIABLES[step]) == "false"
    return "" if is_off else f"{VARIABLES[step]} is not false there"


def _probed(probe: str, _: Manifests, one: Workload) -> str:
    return "" if all(probe in container for container in one.containers) else f"it has no {probe}"


def _ready_as_it_says(manifests: Manifests, one: Workload) -> str:
    asked = one.main.get("readinessProbe", {}).get("httpGet", {}).get("path")
    wanted = manifests.readiness_path
    return "" if asked == wanted else f"its probe asks {asked}, not {wanted}"


def _reached_by_the_gateway_alone(manifests: Manifests, one: Workload) -> str:
    """A network policy selects these pods and lets in the gateway's, and nobody else."""
    gateway = manifests.workload(manifests.deploy.gateway)
    callers = [
        caller
        for policy in of_kind(manifests.objects, "NetworkPolicy").values()
        if selects(policy["spec"].get("podSelector"), one.labels)
        for rule in policy["spec"].get("ingress", ())
        for caller in rule.get("from", [None])
    ]
    strangers = [caller for caller in callers if caller is None or not _selects_only(caller, gateway.labels)]
    if strangers:
        return f"also by {strangers[0] or 'everybody'}"
    return "" if callers else "no policy lets anybody in, or keeps anybody out"


def _given_secrets_by_reference(_: Manifests, one: Workload) -> str:
    given = one.environment()
    by_reference = {
        name for name, value in given.items() if isinstance(value, dict) and "secretKeyRef" in value
    }
    if one.takes_whole_secrets():
        by_reference |= set(_REFERENCE.findall(" ".join(str(value) for value in given.values())))
    written = [
        name
        for name, value in given.items()
        if name not in by_reference
        and _is_written(name, value)
        and not by_reference & set(_REFERENCE.findall(str(value)))
    ]
    return f"{', '.join(written)} is a value" if written else ""


def _is_written(name: str, value: Any) -> bool:
    """It holds a secret by its name or by its form; a field of the pod is none."""
    if isinstance(value, dict) and "configMapKeyRef" not in value:
        return False
    if isinstance(value, dict):
        return reads_like_a_secret(name)
    return holds_a_secret(name, str(value))


def _given_its_config(_: Manifests, one: Workload) -> str:
    return "" if list(one.config_maps()) else "none is mounted"


def _given_its_variables(_: Manifests, one: Workload) -> str:
    missing = sorted(set(config_variables(one)) - set(one.environment()))
    return f"not {', '.join(missing)}" if missing and not one.takes_whole_secrets() else ""


def _selects_only(caller: Object, labels: Mapping[str, Any]) -> bool:
    return set(caller) == {"podSelector"} and selects(caller["podSelector"], labels)


_WHO: Who[Manifests, Any] = {
    "every pod": _every,
    "every pod that serves": _that_serve,
    "every job": _jobs,
    "the gateway": _gateway,
    "the admin UI": _admin_ui,
    "every ingress": kubernetes.ingress_ends,
    "any service": kubernetes.services,
    "any secret": kubernetes.secrets,
}

_IS: Is[Manifests, Any] = {
    "kept from migrating": partial(_without, "migration"),
    "kept from bootstrapping": partial(_without, "bootstrap"),
    "kept from seeding": partial(_without, "seeding"),
    "probed for readiness": partial(_probed, "readinessProbe"),
    "probed for liveness": partial(_probed, "livenessProbe"),
    "ready when its readiness path says so": _ready_as_it_says,
    "reached by the gateway alone": _reached_by_the_gateway_alone,
    "given its secrets by reference": _given_secrets_by_reference,
    "given its config by a config map": _given_its_config,
    "given every variable of its config": _given_its_variables,
    **_confinement.IS,
    **_lives.IS,
    **kubernetes.JOB_IS,
    **kubernetes.OBJECT_IS,
    **kubernetes.SERVICE_IS,
}
