"""The gateway that runs in a container, as a scenario talks to it."""

from __future__ import annotations

from contract_harness.compose.containers import Container
from contract_harness.drivers.gateway import Gateway
from contract_harness.drivers.process import Outcome
from contract_harness.drivers.readiness import status_of
from contract_harness.errors import ContractBreach
from contract_harness.evidence.recorder import Evidence


class GatewayContainer(Container):
    """The container of the gateway: well once it answers where it is published, whatever its check says."""

    def is_healthy(self) -> bool:
        """Its check, if any, holds, and its readiness path answers 200 at the port that is published."""
        if self.service.health is not None and not super().is_healthy():
            return False
        return self.is_running and all(self._is_ready_at(port) for port in self.service.published[:1])

    def _is_ready_at(self, port: int) -> bool:
        here = ("127.0.0.1", self.world.addresses.listening(self.name, port))
        return status_of(here, self.world.target.readiness_path, within_s=self.world.patience.reply_s) == 200


class ContainerGateway(Gateway):
    """The gateway in one container."""

    def __init__(self, url: str, container: Container, evidence: Evidence) -> None:
        super().__init__(url, evidence, container.world.patience)
        self._container = container

    @property
    def log(self) -> str:
        """Everything it wrote since it was started; unredacted."""
        return self._container.log

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self._container.is_running

    def pids(self) -> list[int]:
        """Its processes that are alive now."""
        return self._container.child.pids() if self._container.child else []

    def stop(self) -> Outcome:
        """Its stop signal, and wait."""
        self._container.stop()
        return self._outcome()

    def kill(self) -> None:
        """SIGKILL for it and everything it started."""
        self._outcome()

    def _talk(self, evidence: Evidence) -> None:
        evidence.places.add_origin("GATEWAY", self.base_url)
        super()._talk(evidence)

    def _outcome(self) -> Outcome:
        child = self._container.child
        if child is None:
            raise ContractBreach("the gateway was started", "it was not")
        child.kill()
        return child.outcome()
