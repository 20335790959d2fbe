"""
The stack a compose file describes, as plain processes: started in order, well one after the other, ended.

What an engine does with the file is done here: variables, order, conditions, health checks, ports, volumes
that outlive their containers. What only an engine can do (users, capabilities, a root that cannot be written)
is read from the file by other clauses.
"""

from __future__ import annotations

import shutil

from contract_harness.compose.addresses import Addresses
from contract_harness.compose.container_gateway import GatewayContainer
from contract_harness.compose.containers import Container, World
from contract_harness.compose.postgres import PostgresContainer, is_postgres
from contract_harness.compose.programs import expect_programs
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.waiting import wait_until_done, wait_until_healthy
from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_server import folder_for
from contract_harness.drivers.reaper import Reaper
from contract_harness.errors import ContractBreach
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.target import Target

_HEALTHY = "becomes healthy"


class Replay:
    """One stack.

    Attributes:
        secrets: what was given when it was deployed.
        containers: by the name of their service, in the order in which they are started.

    Raises:
        NotObservable: something in the file cannot be played here; it is named.
    """

    def __init__(self, target: Target, shipped: Shipped, patience: Patience) -> None:
        self.shipped = shipped
        self.patience = patience
        self.secrets = shipped.all_secrets()
        services = shipped.services(self.secrets.environment)
        expect_programs((one for one in services.values() if not is_postgres(one)), target)
        self.folder = folder_for(postgres_binaries.account())
        Reaper.shared().watch_folder(self.folder)
        # The database server may run as another user, who passes through.
        self.folder.chmod(0o711)
        world = World(target, shipped, Addresses.of(services), patience, self.folder)
        self.containers: dict[str, Container] = {
            name: _container(services[name], world) for name in in_order(services)
        }
        self._world = world
        self._own = Evidence()
        self.secrets.hide_in(self._own)

    @property
    def gateway(self) -> Container:
        """The gateway's container."""
        return self.containers[self.shipped.deploy.gateway]

    @property
    def url(self) -> str:
        """Where the one published port answers.

        Raises:
            ContractBreach: the gateway publishes none.
        """
        __tracebackhide__ = True
        gateway = self.gateway.service
        if not gateway.published:
            raise ContractBreach(f"{gateway.name} is published", "it is not")
        return self._world.addresses.url(gateway.name, gateway.published[0])

    @property
    def database(self) -> PostgresContainer:
        """The database.

        Raises:
            ContractBreach: it is no PostgreSQL.
        """
        __tracebackhide__ = True
        found = self.containers.get(self.shipped.deploy.database)
        if not isinstance(found, PostgresContainer):
            raise ContractBreach("the database is a PostgreSQL", "no service of that image is started")
        return found

    def up(self) -> None:
        """Start everything, each once what it depends on is as the file asks, and wait until all are well.

        Raises:
            ContractBreach: a service ended, or was not well in time; everything was ended.
        """
        __tracebackhide__ = True
        try:
            for container in self.containers.values():
                for name, condition in container.service.depends_on.items():
                    self._await(self.containers[name], condition)
                container.start()
            for container in self.containers.values():
                wait_until_healthy(container, _HEALTHY, self._own)
        except BaseException:
            self.down()
            raise

    def down(self) -> None:
        """End everything, the last started first; volumes stay."""
        for container in reversed(self.containers.values()):
            container.stop()

    def close(self) -> None:
        """End everything and remove what was written, volumes included."""
        for container in self.containers.values():
            if container.child is not None:
                container.child.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        Reaper.shared().forget_folder(self.folder)

    def shown_by(self, evidence: Evidence) -> None:
        """Show the logs of all services as those of a scenario, without secrets."""
        self.secrets.hide_in(evidence)
        for container in self.containers.values():
            evidence.watch_log(container.name, lambda of=container: of.log)  # type: ignore[misc]

    def _await(self, container: Container, condition: str) -> None:
        __tracebackhide__ = True
        if condition == "service_healthy":
            if container.service.health is None:
                raise ContractBreach(
                    f"{container.name} has a health check, which is waited for", "it has none"
                )
            wait_until_healthy(container, _HEALTHY, self._own)
        elif condition == "service_completed_successfully":
            wait_until_done(container, "completes", self._own)


def _container(service: Service, world: World) -> Container:
    if is_postgres(service):
        return PostgresContainer(service, world)
    is_gateway = service.name == world.shipped.deploy.gateway
    return GatewayContainer(service, world) if is_gateway else Container(service, world)


def in_order(services: dict[str, Service]) -> list[str]:
    """The names of the services, each after those it depends on.

    Raises:
        ContractBreach: one depends on a service that is not started, or on itself in the end.
    """
    ordered: list[str] = []

    def add(name: str, waiting: tuple[str, ...]) -> None:
        if name in waiting:
            raise ContractBreach("services can be started in some order", f"{' → '.join((*waiting, name))}")
        if name not in services:
            raise ContractBreach(f"what {waiting[-1]} depends on is started", f"{name} is not")
        if name not in ordered:
            for other in services[name].depends_on:
                add(other, (*waiting, name))
            ordered.append(name)

    for name in services:
        add(name, ())
    return ordered
