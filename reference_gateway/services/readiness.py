"""Whether calls can be served: the database answers, and has the schema this gateway needs."""

from collections.abc import Sequence

from reference_gateway.domain.errors import SchemaBehind
from reference_gateway.domain.migrations import HistoryRow, Migration
from reference_gateway.ports.stores import HealthStore


class Readiness:
    """Asked by every readiness probe; remembers nothing."""

    def __init__(self, store: HealthStore, registry: Sequence[Migration]) -> None:
        self._store = store
        self._needed = registry

    def require(self) -> None:
        """Return when calls can be served.

        Raises:
            StoreUnavailable: the database does not answer, or not soon.
            SchemaBehind: a migration this gateway needs is not in its history.
        """
        if not self.is_current(self._store.history()):
            raise SchemaBehind

    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        """Whether every registered migration is there.

        Further ones do not matter: a newer replica brings them during a rolling upgrade, and turning every
        older one away at that moment would be the outage the upgrade avoids.
        """
        checksums = {(row.version, row.name): row.checksum for row in history}
        return all(one.is_known_by(checksums.get((one.version, one.name), "")) for one in self._needed)
