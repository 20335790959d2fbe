"""A gateway that answers, however it came to be."""

from __future__ import annotations

from abc import ABC, abstractmethod

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient
from contract_harness.clients.origin import Access
from contract_harness.clients.public import PublicApi
from contract_harness.clients.raw import RawConnection
from contract_harness.drivers.process import Outcome
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience


class Gateway(ABC):
    """What a scenario talks to. Everything about its process raises NotObservable when it has only a URL.

    Attributes:
        base_url: without a trailing slash.
        access: how connections are made, and what every request carries.
        http: a client whose exchanges go to the scenario's evidence.
    """

    def __init__(
        self, base_url: str, evidence: Evidence, patience: Patience, access: Access | None = None
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.patience = patience
        self.access = access or Access()
        self._talk(evidence)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"

    def admin(self) -> AdminApi:
        """A new client of the auth and admin APIs, with an empty cookie jar."""
        return AdminApi(self.http)

    def public(self) -> PublicApi:
        """A client of the data plane."""
        return PublicApi(self.http)

    def raw(self) -> RawConnection:
        """A new connection; close it, or use it as a context manager."""
        return RawConnection(
            self.base_url, evidence=self.evidence, patience=self.patience, access=self.access
        )

    def witnessed_by(self, evidence: Evidence) -> None:
        """From now on what happens here belongs to *evidence*, that of another scenario."""
        self.http.close()
        self._talk(evidence)

    def _talk(self, evidence: Evidence) -> None:
        for header in self.access.headers:
            evidence.give(header.variable, header.value)
        self.evidence = evidence
        self.http = HttpClient(self.base_url, evidence, self.patience, access=self.access)

    @property
    @abstractmethod
    def log(self) -> str:
        """Everything it wrote so far, standard output first; unredacted."""

    @property
    @abstractmethod
    def is_running(self) -> bool:
        """It has not ended."""

    @abstractmethod
    def pids(self) -> list[int]:
        """Its processes that are alive now."""

    @abstractmethod
    def stop(self) -> Outcome:
        """SIGTERM, and wait; SIGKILL when it has not ended within `Patience.gateway_stop_s`."""

    @abstractmethod
    def kill(self) -> None:
        """SIGKILL for it and everything it started."""
