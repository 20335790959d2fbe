"""Whether the database answers."""

from reference_gateway.store.backend import Backend
from reference_gateway.store.queries import load

SQL = load("health")


class HealthStore:
    """Implements `ports.HealthStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def ping(self) -> None:
        """Run a trivial query; raises `StoreUnavailable`."""
        self._backend.fetch_one(SQL["ping"])
