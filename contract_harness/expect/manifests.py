"""What the manifests make of the gateway: who migrates, who is off, who is reached, who holds what."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from contract_harness.compose.configs import variables
from contract_harness.compose.manifests import Object, Workload, of_kind, workloads
from contract_harness.compose.shipped import Shipped
from contract_harness.configs.toggles import FLAGS, VARIABLES
from contract_harness.errors import ContractBreach
from contract_harness.expect.deploy_secrets import SECRET

Objects = list[Object]


def expect_migration_job(objects: Objects) -> None:
    """Some job that is not suspended applies migrations."""
    __tracebackhide__ = True
    if not any(_does(one, "migrate", "--apply") and not one.suspended for one in _jobs(objects)):
        raise ContractBreach("a job that is not suspended migrates", _shown(objects))


def expect_serving_alone(objects: Objects, gateway: str) -> None:
    """Each of the three steps of a start is switched off in the gateway's pods, by flag or by variable."""
    __tracebackhide__ = True
    pod = _workload(objects, gateway)
    environment, words = pod.environment(), pod.words()
    for step, flag in FLAGS.items():
        by_flag = flag in words and words[words.index(flag) + 1 :][:1] == ["false"]
        if not by_flag and environment.get(VARIABLES[step]) != "false":
            raise ContractBreach(
                f"the pods of {gateway} do no {step}", f"{VARIABLES[step]} is not false there"
            )


def expect_suspended(objects: Objects) -> None:
    """There are jobs that bootstrap and seed, and both are suspended."""
    __tracebackhide__ = True
    for command in ("bootstrap-admin", "seed-config"):
        found = [one for one in _jobs(objects) if _does(one, command)]
        if not found:
            raise ContractBreach(f"a job runs {command}", _shown(objects))
        if not all(one.suspended for one in found):
            raise ContractBreach(f"the job that runs {command} is suspended", "it is not")


def expect_probes(objects: Objects) -> None:
    """Every container of a pod that serves has both probes."""
    __tracebackhide__ = True
    for one in workloads(objects):
        for probe in ("readinessProbe", "livenessProbe"):
            if one.kind != "Job" and any(probe not in container for container in one.containers):
                raise ContractBreach(f"the pods of {one.name} have a {probe}", "they have none")


def expect_readiness_path(objects: Objects, gateway: str, path: str) -> None:
    """The gateway's readiness probe asks its readiness path."""
    __tracebackhide__ = True
    asked = _workload(objects, gateway).containers[0].get("readinessProbe", {}).get("httpGet", {}).get("path")
    if asked != path:
        raise ContractBreach(f"the readiness probe of {gateway} asks {path}", f"it asks {asked}")


def expect_ingress(objects: Objects, gateway: str) -> None:
    """There is an ingress, and whatever path it has leads to the gateway's service."""
    __tracebackhide__ = True
    services = {name: one["spec"].get("selector", {}) for name, one in of_kind(objects, "Service").items()}
    labels = _workload(objects, gateway).labels
    ends = list(_ends(objects))
    wrong = [name for name in ends if not (services.get(name) and services[name].items() <= labels.items())]
    if not ends or wrong:
        raise ContractBreach(
            f"every ingress leads to {gateway}", f"to {', '.join(wrong)}" if wrong else "there is none"
        )


def expect_inner_services(objects: Objects) -> None:
    """No service has a port of the nodes or an address outside."""
    __tracebackhide__ = True
    for name, one in of_kind(objects, "Service").items():
        kind = one["spec"].get("type", "ClusterIP")
        if kind != "ClusterIP" or one["spec"].get("externalIPs"):
            raise ContractBreach(f"the service {name} is reached from inside alone", f"it is a {kind}")


def expect_reached_by_the_gateway_alone(objects: Objects, admin_ui: str, gateway: str) -> None:
    """A network policy selects the admin UI's pods and lets in the gateway's, and nobody else."""
    __tracebackhide__ = True
    pods, gateway_pods = _workload(objects, admin_ui).labels, _workload(objects, gateway).labels
    callers = [
        caller
        for one in of_kind(objects, "NetworkPolicy").values()
        if _selects(one["spec"].get("podSelector"), pods)
        for rule in one["spec"].get("ingress", ())
        for caller in rule.get("from", [None])
    ]
    strangers = [one for one in callers if one is None or not _selects_only(one, gateway_pods)]
    if not callers or strangers:
        raise ContractBreach(
            f"the pods of {admin_ui} are reached by those of {gateway} alone",
            f"also by {strangers[0] or 'everybody'}"
            if strangers
            else "no policy lets anybody in, or keeps anybody out",
        )


def expect_references(objects: Objects) -> None:
    """Every variable that reads like a secret is taken from one."""
    __tracebackhide__ = True
    for one in workloads(objects):
        for name, value in one.environment().items():
            if SECRET.search(name) and not (isinstance(value, dict) and "secretKeyRef" in value):
                raise ContractBreach(f"{name} of {one.name} is a reference to a secret", "it is a value")


def expect_no_secret(objects: Objects) -> None:
    """No Secret object carries anything."""
    __tracebackhide__ = True
    full = [
        n for n, one in of_kind(objects, "Secret").items() if any((one.get("data"), one.get("stringData")))
    ]
    if full:
        raise ContractBreach("no secret is shipped with a value", f"{', '.join(full)} is")


def expect_config_satisfied(objects: Objects, shipped: Shipped) -> None:
    """Every pod that mounts a config map has each variable which the config in it refers to."""
    __tracebackhide__ = True
    maps = of_kind(objects, "ConfigMap")
    for one in workloads(objects):
        for volume in one.pod.get("volumes", ()):
            data = maps.get(volume.get("configMap", {}).get("name"), {}).get("data", {})
            needed = {name for text in data.values() for name in variables(yaml.safe_load(text))}
            missing = sorted(needed - set(one.environment()))
            if missing:
                raise ContractBreach(
                    f"{one.name} has every variable its config refers to", f"not {', '.join(missing)}"
                )
    if not any(
        "configMap" in volume for volume in _workload(objects, shipped.deploy.gateway).pod.get("volumes", ())
    ):
        raise ContractBreach("the gateway's config is mounted from a config map", "it is not")


def _jobs(objects: Objects) -> list[Workload]:
    return [one for one in workloads(objects) if one.kind == "Job"]


def _does(one: Workload, *words: str) -> bool:
    return all(word in one.words() for word in words)


def _workload(objects: Objects, name: str) -> Workload:
    __tracebackhide__ = True
    for one in workloads(objects):
        if one.name == name:
            return one
    raise ContractBreach(f"something makes pods called {name}", _shown(objects))


def _ends(objects: Objects) -> Iterator[str]:
    """The names of the services that ingresses lead to."""
    for one in of_kind(objects, "Ingress").values():
        spec = one["spec"]
        backends = [
            path["backend"]
            for rule in spec.get("rules", ())
            for path in rule.get("http", {}).get("paths", ())
        ]
        backends += [spec["defaultBackend"]] if "defaultBackend" in spec else []
        yield from (backend.get("service", {}).get("name", "") for backend in backends)


def _selects(selector: Object | None, labels: Object) -> bool:
    """It names some of these labels; an empty one, which names everybody, says nothing of these pods."""
    wanted = (selector or {}).get("matchLabels", {})
    return bool(wanted) and wanted.items() <= labels.items()


def _selects_only(caller: Object, labels: Object) -> bool:
    return set(caller) == {"podSelector"} and _selects(caller["podSelector"], labels)


def _shown(objects: Objects) -> str:
    return (
        "; ".join(f"{one.kind} {one.name}: {' '.join(one.words()) or '-'}" for one in workloads(objects))
        or "nothing"
    )
