"""What a database engine must offer to the stores."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from reference_gateway.store.queries import Query

Row = dict[str, Any]

LOOK_S = 2.0
"""How long a probe waits for the database before it says that it is not there."""


class Backend(Protocol):
    """One database, asked from many threads. Raises only `domain.errors`."""

    def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
        """Every row, by column name."""
        ...

    def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
        """The first row; None when there is none."""
        ...

    def look(self, query: Query, /) -> list[Row]:
        """Every row, for a probe: on a connection of its own, given up after `LOOK_S`."""
        ...

    def execute(self, query: Query, /, **params: Any) -> int:
        """Run a write; the number of rows it changed."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """See `ports.UnitOfWork.transaction`."""
        ...

    def startup_lock(self) -> AbstractContextManager[None]:
        """See `ports.UnitOfWork.startup_lock`."""
        ...

    def close(self) -> None:
        """Give back every connection; the backend is unusable afterwards."""
        ...
