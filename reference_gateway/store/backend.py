"""What a database engine must offer to the stores."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from reference_gateway.store.queries import Query

Row = dict[str, Any]


class Backend(Protocol):
    """One database, asked from many threads. Raises only `domain.errors`."""

    def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
        """Every row, by column name."""
        ...

    def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
        """The first row; None when there is none."""
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
