"""A compose file as an operator reads it: every secret given, one profile chosen, each service filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract_harness.compose.configs import config_of
from contract_harness.compose.secrets import Secrets
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach


@dataclass(frozen=True, slots=True)
class Composition:
    """One reading of the compose file.

    Attributes:
        secrets: what was given.
        services: those that are started.
    """

    shipped: Shipped
    secrets: Secrets
    services: Mapping[str, Service]

    @classmethod
    def read(cls, shipped: Shipped, *, profile: str = "") -> Composition:
        """Give every secret a new value, and start what *profile* adds."""
        secrets = shipped.secrets()
        return cls(shipped, secrets, shipped.services(secrets.environment, profile=profile))

    def service(self, name: str) -> Service:
        """The service of this name.

        Raises:
            ContractBreach: it is not started.
        """
        __tracebackhide__ = True
        if name not in self.services:
            started = ", ".join(self.services) or "nothing"
            raise ContractBreach(f"{name} is started", f"it is not: {started}")
        return self.services[name]

    @property
    def gateway(self) -> Service:
        """The gateway."""
        return self.service(self.shipped.deploy.gateway)

    @property
    def config(self) -> dict[str, Any]:
        """The config that is mounted into the gateway."""
        return config_of(self.shipped, self.gateway)
