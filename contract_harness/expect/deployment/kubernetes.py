"""What the manifests make of the gateway: which jobs wait, who is reached from where, what is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contract_harness.compose.manifests import Workload, of_kind, workloads
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach
from contract_harness.expect.rows import Is
from contract_harness.targets.sections import Deploy
from contract_harness.targets.target import Target

Jobs = list[Workload]

_INNER = ("ClusterIP", "ExternalName")
"""Reached from inside alone; the second is a name for what lies elsewhere."""


@dataclass(frozen=True, slots=True)
class Manifests:
    """The manifests as an operator reads them.

    Attributes:
        readiness_path: where the gateway says whether it is ready.
    """

    objects: list[Object]
    deploy: Deploy
    readiness_path: str

    @classmethod
    def read(cls, shipped: Shipped, target: Target) -> Manifests:
        """Read them all."""
        return cls(shipped.manifests, shipped.deploy, target.readiness_path)

    @property
    def workloads(self) -> list[Workload]:
        """Everything that makes pods."""
        return workloads(self.objects)

    def workload(self, name: str) -> Workload:
        """The one of this name.

        Raises:
            ContractBreach: there is none.
        """
        __tracebackhide__ = True
        for one in self.workloads:
            if one.name == name:
                return one
        raise ContractBreach(f"something makes pods called {name}", self.shown)

    @property
    def shown(self) -> str:
        """Every workload with its words."""
        told = (f"{one.kind} {one.name}: {' '.join(one.words()) or '-'}" for one in self.workloads)
        return "; ".join(told) or "nothing"


def ingress_ends(manifests: Manifests) -> dict[str, str]:
    """The services that ingresses lead to, by name.

    Raises:
        ContractBreach: there is no ingress.
    """
    __tracebackhide__ = True
    found = {name: name for name in _ends(manifests.objects)}
    if not found:
        raise ContractBreach(f"an ingress leads to {manifests.deploy.gateway}", "there is none")
    return found


def services(manifests: Manifests) -> dict[str, Object]:
    """Every Service, by name."""
    return of_kind(manifests.objects, "Service")


def secrets(manifests: Manifests) -> dict[str, Object]:
    """Every Secret, by name."""
    return of_kind(manifests.objects, "Secret")


def jobs_that_run(command: str, manifests: Manifests) -> dict[str, Jobs]:
    """All the jobs that run a command, as one: of several, any may be the one that is enabled."""
    __tracebackhide__ = True
    jobs = [one for one in manifests.workloads if one.kind == "Job"]
    found = [one for one in jobs if set(command.split()) <= set(one.words())]
    if not found:
        raise ContractBreach(f"a job runs {command}", manifests.shown)
    return {", ".join(one.name for one in found): found}


def _enabled(_: Manifests, jobs: Jobs) -> str:
    return "suspended" if all(one.suspended for one in jobs) else ""


def _suspended(_: Manifests, jobs: Jobs) -> str:
    return "" if all(one.suspended for one in jobs) else "not suspended"


def _leads_to_the_gateway(manifests: Manifests, service: str) -> str:
    labels = manifests.workload(manifests.deploy.gateway).labels
    selector = services(manifests).get(service, {}).get("spec", {}).get("selector")
    return "" if selector and selector.items() <= labels.items() else "it selects other pods, or none"


def _reached_from_inside(_: Manifests, one: Object) -> str:
    """No port of the nodes and no address outside leads to it."""
    kind = one["spec"].get("type", "ClusterIP")
    return "" if kind in _INNER and not one["spec"].get("externalIPs") else f"it is a {kind}"


def _without_a_value(_: Manifests, one: Object) -> str:
    return "it has one" if one.get("data") or one.get("stringData") else ""


JOB_IS: Is[Manifests, Jobs] = {"enabled": _enabled, "suspended": _suspended}
OBJECT_IS: Is[Manifests, Object] = {
    "reached from inside alone": _reached_from_inside,
    "shipped without a value": _without_a_value,
}
SERVICE_IS: Is[Manifests, str] = {"led to the gateway": _leads_to_the_gateway}


def _ends(objects: list[Object]) -> Iterator[str]:
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
    for one in of_kind(objects, "HTTPRoute").values():
        for rule in one["spec"].get("rules", ()):
            yield from (backend["name"] for backend in rule.get("backendRefs", ()))
    for one in of_kind(objects, "Route").values():
        yield one["spec"]["to"]["name"]
