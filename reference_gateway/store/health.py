"""What a readiness probe asks of the database."""

from collections.abc import Sequence

from reference_gateway.domain.errors import StoreError, StoreUnavailable
from reference_gateway.domain.migrations import HistoryRow
from reference_gateway.store.backend import Backend
from reference_gateway.store.queries import load

SQL = load("health")


class HealthStore:
    """Implements `ports.HealthStore`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def history(self) -> Sequence[HistoryRow]:
        """The rows by version; none where the table is missing. Raises `StoreUnavailable`."""
        try:
            return [HistoryRow(**row) for row in self._backend.look(SQL["history"])]
        except StoreUnavailable:
            raise
        except StoreError:
            return []
