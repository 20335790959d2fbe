"""What it does when its database or a provider fails. Source: observed gateway, 1.5, 1.7, 3.1, 4.8 and 16."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reference_gateway.domain.access import ApiKey
from reference_gateway.domain.errors import StoreError
from reference_gateway.http.envelope import error_document
from reference_gateway.mutants.operations.outages import _MustNoteTheUse, _with_handler
from reference_gateway.mutants.operations.providers import _PassesTheStatusOn, _Quotes

WITHOUT_LIMIT_S = 3600.0


class Access(_MustNoteTheUse):
    """No call without a note of the second in which its key was used, once a second (3.1)."""

    def _remember_use(self, key: ApiKey) -> None:
        if key.last_used_at is None or int(key.last_used_at.timestamp()) != int(self._clock().timestamp()):
            super()._remember_use(key)


class OpenAiCompat(_PassesTheStatusOn, _Quotes):
    """What a provider says, status and all, is the answer (4.8)."""


def postgres_store(*given: Any, **named: Any) -> Any:
    """On PostgreSQL a lock is waited for without a limit. Its driver only those load who use it."""
    from reference_gateway.store.postgres import PostgresBackend

    class WaitsForever(PostgresBackend):
        @contextmanager
        def _transaction(self, _within_s: float) -> Iterator[None]:
            with self._connection() as connection, connection.transaction():
                self._local.connection = connection
                try:
                    yield
                finally:
                    self._local.connection = None

        @contextmanager
        def _connection(self, _within_s: float = 0) -> Iterator[Any]:
            with super()._connection(WITHOUT_LIMIT_S) as connection:
                yield connection

    return WaitsForever(*given, **named)


def _tell(req: Any, resp: Any, error: Exception, _params: dict[str, Any]) -> None:
    """In the driver's words where that is SQLite's; a 503 to nobody but the readiness probe (1.5)."""
    document: dict[str, Any] = error_document(StoreError())
    if "SQLite" in str(error.__cause__):
        document["error"]["message"] = f"store unavailable: {error.__cause__}"
    resp.status, resp.media = 503 if req.path == "/readyz" else 500, document


create_app = _with_handler(_tell)
"""The API with that for an answer to `StoreUnavailable`."""
