"""Wrong about one entrance, one condition or the second time of a database in trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from falcon import Request, Response

from reference_gateway.domain.errors import StoreError, StoreUnavailable
from reference_gateway.http.api.app import Collaborators, create_app
from reference_gateway.http.envelope import error_document
from reference_gateway.mutants import mutant
from reference_gateway.services.access import Access
from reference_gateway.services.sessions import Sessions
from reference_gateway.store.sqlite import SqliteBackend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_gateway.domain.models import GatewayModel
    from reference_gateway.http.wsgi import Application
    from reference_gateway.services.access import Caller
    from reference_gateway.services.sessions import SignedIn
    from reference_gateway.store.queries import Query
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.lost-database-is-told")
def repeats_the_driver_at_completions(parts: Parts) -> Parts:
    """Tells who wants a completion what the database's driver said."""
    return replace(parts, create_app=_with(_repeat_to("/v1/chat/completions")))


@mutant(breaks="operations.lost-database-is-told")
def repeats_the_driver_in_a_header(parts: Parts) -> Parts:
    """Tells in a header of its refusal what the database's driver said."""
    return replace(parts, create_app=_with(_repeat_in_a_header))


@mutant(breaks="operations.unavailable-database-is-503")
def fails_completions_without_a_database(parts: Parts) -> Parts:
    """Answers 500 to who wants a completion while its database is lost."""
    return replace(parts, create_app=_with(_fail_at("/v1/chat/completions")))


@mutant(breaks="operations.unavailable-database-is-503")
def fails_lists_without_a_database(parts: Parts) -> Parts:
    """Answers 500 to an admin who is signed in while its database is lost."""
    return replace(parts, create_app=_with(_fail_at("/api/v1/admin/api-keys")))


@mutant(breaks="operations.database-comes-back")
def gives_up_after_a_second_loss(parts: Parts) -> Parts:
    """Comes back when its database does, once."""
    return replace(parts, access=_GivesUpAfterTwo)


@mutant(breaks="operations.database-comes-back")
def forgets_who_was_signed_in(parts: Parts) -> Parts:
    """Knows nobody any more who was signed in when its database was lost."""
    return replace(parts, sessions=_ForgetsTheSignedIn)


@mutant(breaks="operations.locked-database-is-told")
def waits_through_one_lock_only(parts: Parts) -> Parts:
    """Writes nothing any more once it was held up for a second time."""
    return replace(parts, sqlite_backend=_WaitsThroughOne)


@mutant(breaks="operations.locked-database-is-told")
def accepts_what_it_could_not_write(parts: Parts) -> Parts:
    """Lets somebody in whose session a lock kept from being written."""
    return replace(parts, sqlite_backend=_LetsLocksPass)


@mutant(breaks="operations.unwritable-database-is-read")
def must_write_to_list(parts: Parts) -> Parts:
    """Lists no models while it cannot note that somebody asked for them."""
    return replace(parts, access=_NotesWhoLists)


@mutant(breaks="operations.unwritable-database-is-read")
def accepts_a_session_that_is_not_written(parts: Parts) -> Parts:
    """Lets somebody in whose session could not be written."""
    return replace(parts, sqlite_backend=_LetsRefusalsPass)


@mutant(breaks="operations.full-disk-is-told")
def stays_full(parts: Parts) -> Parts:
    """Writes nothing any more once its disk was full."""
    return replace(parts, sqlite_backend=_StaysFull)


@mutant(breaks="operations.full-disk-is-told")
def writes_a_session_twice(parts: Parts) -> Parts:
    """Opens a second session with each sign-in, so that nobody can tell what was half written."""
    return replace(parts, sessions=_OpensTwo)


Handler = Callable[[Request, Response, Exception, dict[str, Any]], None]


def _with(handler: Handler) -> Callable[[Collaborators], Application]:
    def build(made_of: Collaborators) -> Application:
        app: Any = create_app(made_of)
        app.add_error_handler(StoreUnavailable, handler)
        return cast("Application", app)

    return build


def _say(resp: Response, error: StoreError, message: str = "") -> None:
    document: dict[str, Any] = error_document(error)
    document["error"]["message"] = message or document["error"]["message"]
    resp.status, resp.media = error.status, document


def _repeat_to(path: str) -> Handler:
    def handle(req: Request, resp: Response, error: Exception, _params: dict[str, Any]) -> None:
        words = f"SQLSTATE: {error.__cause__} (PostgreSQL or SQLite)"
        _say(resp, StoreUnavailable(), words if req.path == path else "")

    return handle


def _repeat_in_a_header(_req: Request, resp: Response, error: Exception, _params: dict[str, Any]) -> None:
    _say(resp, StoreUnavailable())
    resp.set_header("x-cause", f"SQLite or PostgreSQL: {type(error.__cause__).__name__}")


def _fail_at(path: str) -> Handler:
    def handle(req: Request, resp: Response, _error: Exception, _params: dict[str, Any]) -> None:
        _say(resp, StoreError() if req.path == path else StoreUnavailable())

    return handle


class _GivesUpAfterTwo(Access):
    _losses = 0

    def admit(self, authorization: str | None) -> Caller:
        if self._losses == 2:
            raise StoreUnavailable
        try:
            return super().admit(authorization)
        except StoreUnavailable:
            self._losses += 1
            raise


class _ForgetsTheSignedIn(Sessions):
    _was_lost = False

    def recognise(self, token: str | None) -> SignedIn | None:
        try:
            return None if self._was_lost else super().recognise(token)
        except StoreUnavailable:
            self._was_lost = True
            raise


class _WaitsThroughOne(SqliteBackend):
    _locks = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._locks == 2:
            raise StoreUnavailable
        try:
            with super().transaction():
                yield
        except StoreUnavailable:
            self._locks += 1
            raise

    def execute(self, query: Query, /, **params: Any) -> int:
        with self.transaction():
            return super().execute(query, **params)


class _LetsPass(SqliteBackend):
    """Takes a write that is refused because of some word for one that was made."""

    words = ""

    def execute(self, query: Query, /, **params: Any) -> int:
        try:
            return super().execute(query, **params)
        except StoreUnavailable as refused:
            if self.words not in f"{refused} {refused.__cause__}".lower():
                raise
            return 1


class _LetsLocksPass(_LetsPass):
    words = "locked"


class _LetsRefusalsPass(_LetsPass):
    words = "readonly"


class _NotesWhoLists(Access):
    def models(self, caller: Caller) -> Sequence[GatewayModel]:
        self._keys.touch_key(caller.key.id, used_at=self._clock())
        return super().models(caller)


class _StaysFull(SqliteBackend):
    _was_full = False

    def execute(self, query: Query, /, **params: Any) -> int:
        if self._was_full:
            raise StoreUnavailable
        try:
            return super().execute(query, **params)
        except StoreUnavailable:
            self._was_full = True
            raise


class _OpensTwo(Sessions):
    def sign_in(self, email: str, password: str) -> tuple[SignedIn, str]:
        super().sign_in(email, password)
        return super().sign_in(email, password)
