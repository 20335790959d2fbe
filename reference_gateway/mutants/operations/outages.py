"""Wrong about what happens while its database is in trouble, and afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from falcon import Request, Response

from reference_gateway.domain.errors import StoreError, StoreUnavailable
from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.http.envelope import error_document
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access
from reference_gateway.store.sqlite import SqliteBackend

if TYPE_CHECKING:
    from reference_gateway.domain.access import ApiKey
    from reference_gateway.http.wsgi import Application
    from reference_gateway.services.access import Caller
    from reference_gateway.store.queries import Query
    from reference_gateway.wiring import Parts

Handler = Callable[[Request, Response, Exception, dict[str, Any]], None]


@mutant(breaks="operations.lost-database-is-told")
def repeats_the_driver(parts: Parts) -> Parts:
    """Tells callers what the database's driver said."""
    return replace(parts, create_app=_with_handler(_repeat_the_driver))


@mutant(breaks="operations.database-comes-back")
def never_forgets_a_loss(parts: Parts) -> Parts:
    """Refuses every call once the database was lost."""
    return replace(parts, access=_NeverForgets)


@mutant(breaks="operations.unavailable-database-is-503")
def takes_a_lock_for_a_bug(parts: Parts) -> Parts:
    """Answers 500 when somebody else's lock held it up."""
    return replace(parts, create_app=_with_handler(_say_it_failed))


@mutant(breaks="operations.locked-database-is-told")
def gives_up_writing(parts: Parts) -> Parts:
    """Writes nothing any more once somebody else's lock has held it up."""
    return replace(parts, sqlite_backend=_GivesUpWriting)


@mutant(breaks="operations.unwritable-database-is-read")
def must_write_to_read(parts: Parts) -> Parts:
    """Turns a caller away when it cannot note that the key was used."""
    return replace(parts, access=_MustNoteTheUse)


@mutant(breaks="operations.full-disk-is-told")
def grants_what_it_could_not_write(parts: Parts) -> Parts:
    """Grants a sign-in whose session the disk had no room for."""
    return replace(parts, sqlite_backend=_WritesWhatItCan)


def _with_handler(handler: Handler) -> Callable[[Collaborators], Application]:
    def build(made_of: Collaborators) -> Application:
        app: Any = create_app(made_of)
        app.add_error_handler(StoreUnavailable, handler)
        return cast("Application", app)

    return build


def _repeat_the_driver(_req: Request, resp: Response, error: Exception, _params: dict[str, Any]) -> None:
    document: dict[str, Any] = error_document(StoreUnavailable())
    document["error"]["message"] = f"SQLSTATE: {error.__cause__} (PostgreSQL or SQLite)"
    resp.status, resp.media = 503, document


def _say_it_failed(_req: Request, resp: Response, _error: Exception, _params: dict[str, Any]) -> None:
    resp.status, resp.media = StoreError.status, error_document(StoreError())


class _NeverForgets(Access):
    _was_lost = False

    def admit(self, authorization: str | None) -> Caller:
        if self._was_lost:
            raise StoreUnavailable
        try:
            return super().admit(authorization)
        except StoreUnavailable:
            self._was_lost = True
            raise


class _MustNoteTheUse(Access):
    def _remember_use(self, key: ApiKey) -> None:
        self._keys.touch_key(key.id, used_at=self._clock())


class _GivesUpWriting(SqliteBackend):
    _was_held_up = False

    def execute(self, query: Query, /, **params: Any) -> int:
        if self._was_held_up:
            raise StoreUnavailable
        try:
            return super().execute(query, **params)
        except StoreUnavailable:
            self._was_held_up = True
            raise


class _WritesWhatItCan(SqliteBackend):
    @contextmanager
    def transaction(self) -> Iterator[None]:
        with suppress(StoreUnavailable), super().transaction():
            yield

    def execute(self, query: Query, /, **params: Any) -> int:
        with suppress(StoreUnavailable):
            return super().execute(query, **params)
        return 1
