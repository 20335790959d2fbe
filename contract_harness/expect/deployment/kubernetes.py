"""What the manifests make of the gateway: which jobs wait, who is reached from where, what is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from contract_harness.compose.manifests import Workload, of_kind, workloads
from contract_harness.compose.reading.manifest_files import Object
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs
from contract_harness.targets.sections import Deploy
from contract_harness.targets.target import Target

Jobs = dict[str, list[Workload]]

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


def expect_jobs(manifests: Manifests, rows: Pairs) -> None:
    """There is a job for each command, and it is enabled, or waits until somebody enables it."""
    __tracebackhide__ = True
    who: Who[Manifests, list[Workload]] = {command: partial(_that_run, command) for command, _ in rows}
    expect_rows(manifests, rows, who=who, what=_JOB_IS)


def expect_ingress(manifests: Manifests) -> None:
    """There is an ingress, and whatever path it has leads to the gateway's service."""
    __tracebackhide__ = True
    objects, gateway = manifests.objects, manifests.deploy.gateway
    services = {name: one["spec"].get("selector", {}) for name, one in of_kind(objects, "Service").items()}
    labels = manifests.workload(gateway).labels
    ends = list(_ends(objects))
    wrong = [name for name in ends if not (services.get(name) and services[name].items() <= labels.items())]
    if not ends or wrong:
        raise ContractBreach(
            f"every ingress leads to {gateway}", f"to {', '.join(wrong)}" if wrong else "there is none"
        )


def expect_inner_services(manifests: Manifests) -> None:
    """No service has a port of the nodes or an address outside."""
    __tracebackhide__ = True
    for name, one in of_kind(manifests.objects, "Service").items():
        kind = one["spec"].get("type", "ClusterIP")
        if kind not in _INNER or one["spec"].get("externalIPs"):
            raise ContractBreach(f"the service {name} is reached from inside alone", f"it is a {kind}")


def expect_no_secret(manifests: Manifests) -> None:
    """No Secret object carries anything."""
    __tracebackhide__ = True
    secrets = of_kind(manifests.objects, "Secret")
    full = [name for name, one in secrets.items() if one.get("data") or one.get("stringData")]
    if full:
        raise ContractBreach("no secret is shipped with a value", f"{', '.join(full)} is")


def _that_run(command: str, manifests: Manifests) -> Jobs:
    """All the jobs that run a command, as one: of several, any may be the one that is enabled."""
    __tracebackhide__ = True
    jobs = [one for one in manifests.workloads if one.kind == "Job"]
    found = [one for one in jobs if set(command.split()) <= set(one.words())]
    if not found:
        raise ContractBreach(f"a job runs {command}", manifests.shown)
    return {", ".join(one.name for one in found): found}


def _enabled(_: Manifests, jobs: list[Workload]) -> str:
    return "suspended" if all(one.suspended for one in jobs) else ""


def _suspended(_: Manifests, jobs: list[Workload]) -> str:
    return "" if all(one.suspended for one in jobs) else "not suspended"


_JOB_IS: Is[Manifests, list[Workload]] = {"enabled": _enabled, "suspended": _suspended}


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
