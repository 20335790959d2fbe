"""
The manifests as plain processes: an empty database, the jobs that are not suspended, then the pods.

Pods find each other by the names of services, take secrets by reference and config from config maps, and are
ready when their probe says so. The database is nobody's pod: it is the one that the secret's URL leads to.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

from contract_harness.compose.addresses import Addresses
from contract_harness.compose.containers import World
from contract_harness.compose.images import HealthCheck, Image
from contract_harness.compose.manifests import of_kind, workloads
from contract_harness.compose.pods import Pod, as_service, container_port, probe_of, secret_keys
from contract_harness.compose.postgres import PostgresContainer
from contract_harness.compose.programs import expect_programs
from contract_harness.compose.secrets import Secrets
from contract_harness.compose.services import Service, service
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.waiting import wait_until_done, wait_until_healthy
from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_server import folder_for
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import ContractBreach
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.target import Target

_DATABASE = "outside-database"
_READY = "becomes ready"


class Cluster:
    """What the manifests make, in one namespace.

    Attributes:
        secrets: values for every key that is referred to.
    """

    def __init__(self, target: Target, shipped: Shipped, patience: Patience) -> None:
        self._objects = shipped.manifests
        self._workloads = {one.name: one for one in workloads(self._objects)}
        self._gateway, self._target = shipped.deploy.gateway, target
        self.patience = patience
        self.secrets = _with_database(
            Secrets.fresh(secret_keys(self._workloads, shipped.deploy), shipped.deploy),
            shipped.deploy.database_url,
        )
        self.folder = folder_for(postgres_binaries.account())
        Reaper.shared().watch_folder(self.folder)
        # The database server may run as another user, who passes through.
        self.folder.chmod(0o711)
        images, maps = shipped.images_by_name(), self.folder / "config-maps"
        services = {
            name: as_service(one, images, self.secrets, maps) for name, one in self._workloads.items()
        }
        services[_DATABASE] = _database(self.secrets)
        self._addresses = Addresses.of(services)
        self._name_services(services)
        world = World(target, shipped, self._addresses, patience, self.folder)
        self._database = PostgresContainer(services[_DATABASE], world)
        self._pods = {
            name: Pod(services[name], world, probe_of(one)) for name, one in self._workloads.items()
        }
        self._own = Evidence()
        self.secrets.hide_in(self._own)

    @property
    def gateway(self) -> Pod:
        """The gateway's pod."""
        return self._pods[self._gateway]

    @property
    def url(self) -> str:
        """Where the gateway's pod answers."""
        return self._addresses.url(self._gateway, self.gateway.service.ports[0])

    def up(self) -> None:
        """An empty database, every job that is not suspended, then every other pod.

        Raises:
            ContractBreach: a job fails, or a pod does not become ready.
            NotObservable: a pod runs what is not here.
        """
        __tracebackhide__ = True
        expect_programs((pod.service for pod in self._pods.values()), self._target)
        self._database.start()
        wait_until_healthy(self._database, _READY, self._own)
        self._run([one.name for one in self._workloads.values() if one.kind == "Job" and not one.suspended])
        others = [self._pods[one.name] for one in self._workloads.values() if one.kind != "Job"]
        for pod in others:
            pod.start()
        for pod in others:
            wait_until_healthy(pod, _READY, self._own)

    def run_suspended_jobs(self) -> None:
        """Enable and run each job that is suspended.

        Raises:
            ContractBreach: there is none, or one fails.
        """
        __tracebackhide__ = True
        suspended = [one.name for one in self._workloads.values() if one.suspended]
        if not suspended:
            raise ContractBreach("some jobs are suspended", "none is")
        self._run(suspended)

    def close(self) -> None:
        """End everything and remove what was written."""
        for container in (*self._pods.values(), self._database):
            if container.child is not None:
                container.child.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        Reaper.shared().forget_folder(self.folder)

    def shown_by(self, evidence: Evidence) -> None:
        """Show the logs of all pods as those of a scenario, without secrets."""
        self.secrets.hide_in(evidence)
        for pod in self._pods.values():
            evidence.watch_log(pod.name, lambda of=pod: of.log)  # type: ignore[misc]

    def _run(self, jobs: list[str]) -> None:
        __tracebackhide__ = True
        for name in jobs:
            self._pods[name].start()
            wait_until_done(self._pods[name], "succeeds", self._own)

    def _name_services(self, services: dict[str, Service]) -> None:
        """A service's name and port lead to the container port of the pods it selects."""
        for name, one in of_kind(self._objects, "Service").items():
            selector = one["spec"].get("selector") or {}
            for workload in self._workloads.values():
                if selector and selector.items() <= workload.labels.items():
                    services.setdefault(name, replace(services[workload.name], name=name))
                    for port in one["spec"]["ports"]:
                        inside = container_port(workload, port.get("targetPort", port["port"]))
                        here = self._addresses.listening(workload.name, inside)
                        self._addresses.ports[name, port["port"]] = here


def _with_database(secrets: Secrets, variable: str) -> Secrets:
    url = f"postgresql://gateway:{secrets.new_password}@{_DATABASE}:5432/gateway"
    return replace(secrets, environment={**secrets.environment, variable: url})


def _database(secrets: Secrets) -> Service:
    environment = {"POSTGRES_USER": "gateway", "POSTGRES_PASSWORD": secrets.new_password}
    document = {"image": "postgres", "environment": environment, "expose": [5432]}
    return service(_DATABASE, document, Image(health=HealthCheck(("pg_isready",))))
