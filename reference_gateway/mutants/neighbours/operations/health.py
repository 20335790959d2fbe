"""Wrong about one asker, one moment or one version when it is asked how it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import ApiKeyNotFound, SchemaBehind, StoreUnavailable
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.envelope import error_bytes
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import LIVENESS_PATHS, READINESS_PATH, GatewayServer
from reference_gateway.mutants import mutant
from reference_gateway.services.readiness import Readiness

if TYPE_CHECKING:
    from reference_gateway.domain.migrations import HistoryRow
    from reference_gateway.http.wsgi import StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.health-documents-are-stable")
def refuses_a_wrong_key_at_its_health(parts: Parts) -> Parts:
    """Does not tell how it is to who brings a key that it does not know."""
    return replace(parts, dispatch=_RefusesAWrongKey)


@mutant(breaks="operations.health-documents-are-stable")
def shows_browsers_a_page_of_its_health(parts: Parts) -> Parts:
    """Answers a browser that asks how it is with a page."""
    return replace(parts, dispatch=_ShowsHealthAsAPage)


@mutant(breaks="operations.liveness-is-about-the-process")
def dies_of_a_missing_schema(parts: Parts) -> Parts:
    """Does not call itself alive while its database is there without its schema."""
    return replace(parts, dispatch=_DiesOfASchema)


@mutant(breaks="operations.liveness-is-about-the-process")
def asks_the_database_for_its_own_life(parts: Parts) -> Parts:
    """Calls itself alive only while its database answers."""
    return replace(parts, dispatch=_ReadinessForLiveness)


@mutant(breaks="operations.readiness-tells-a-lost-database")
def tells_of_a_loss_once(parts: Parts) -> Parts:
    """Tells the first probe that its database is lost, and calls itself ready to the next."""
    return replace(parts, readiness=_TellsOnce)


@mutant(breaks="operations.readiness-tells-a-lost-database")
def tells_of_the_first_loss_alone(parts: Parts) -> Parts:
    """Does not notice that a database which came back is lost once more."""
    return replace(parts, readiness=_TellsOfTheFirst)


@mutant(breaks="operations.readiness-tells-a-missing-schema")
def is_ready_on_any_history(parts: Parts) -> Parts:
    """Takes whatever stands in a migration history for its schema."""
    return replace(parts, readiness=_ReadyOnAnyHistory)


@mutant(breaks="operations.readiness-tells-a-missing-schema")
def is_ready_on_a_later_history(parts: Parts) -> Parts:
    """Takes a later migration for a sign that its own was applied."""
    return replace(parts, readiness=_ReadyOnALaterHistory)


@mutant(breaks="operations.newer-schema-stays-ready")
def is_unready_on_the_next_version(parts: Parts) -> Parts:
    """Is not ready once the very next migration has been applied."""
    return replace(parts, readiness=_UnreadyOnTheNext)


@mutant(breaks="operations.newer-schema-stays-ready")
def knows_versions_of_three_digits(parts: Parts) -> Parts:
    """Is not ready once a version was applied that has two digits and is not its own."""
    return replace(parts, readiness=_KnowsThreeDigits)


@mutant(breaks="operations.readiness-answers-under-load")
def answers_for_its_life_in_turn(parts: Parts) -> Parts:
    """Lets probes for liveness wait behind the calls that came before them."""
    return replace(parts, server=_LivenessInTurn)


@mutant(breaks="operations.readiness-answers-under-load")
def answers_for_its_readiness_in_turn(parts: Parts) -> Parts:
    """Lets probes for readiness wait behind the calls that came before them."""
    return replace(parts, server=_ReadinessInTurn)


_PROBED = {*LIVENESS_PATHS, READINESS_PATH}


class _RefusesAWrongKey(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] in _PROBED and "HTTP_AUTHORIZATION" in environ:
            start_response("401 Unauthorized", [("content-type", "application/json")])
            return [error_bytes(ApiKeyNotFound())]
        return super().__call__(environ, start_response)


class _ShowsHealthAsAPage(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] in _PROBED and "text/html" in environ.get("HTTP_ACCEPT", ""):
            start_response("200 OK", [("content-type", "text/html")])
            return [b"<p>ok</p>"]
        return super().__call__(environ, start_response)


class _DiesOfASchema(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        if asked not in LIVENESS_PATHS:
            return super().__call__(environ, start_response)
        ready = b"".join(super().__call__({**environ, "PATH_INFO": READINESS_PATH}, lambda *_: None))
        environ["PATH_INFO"] = READINESS_PATH if SchemaBehind.code.encode() in ready else asked
        return super().__call__(environ, start_response)


class _ReadinessForLiveness(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/healthz":
            ready = b"".join(super().__call__({**environ, "PATH_INFO": READINESS_PATH}, lambda *_: None))
            environ["PATH_INFO"] = READINESS_PATH if b"error" in ready else "/healthz"
        return super().__call__(environ, start_response)


class _TellsOnce(Readiness):
    _has_told = False

    def require(self) -> None:
        try:
            super().require()
            self._has_told = False
        except StoreUnavailable:
            if not self._has_told:
                self._has_told = True
                raise


class _TellsOfTheFirst(Readiness):
    _was_lost = _is_back = False

    def require(self) -> None:
        try:
            super().require()
            self._is_back = self._was_lost
        except StoreUnavailable:
            self._was_lost = True
            if not self._is_back:
                raise


class _ReadyOnAnyHistory(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        return bool(history)


class _ReadyOnALaterHistory(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        newest = max((row.version for row in history), default=0)
        return super().is_current(history) or newest > self._needed[-1].version


class _UnreadyOnTheNext(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        following = self._needed[-1].version + 1
        return super().is_current(history) and all(row.version != following for row in history)


class _KnowsThreeDigits(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        own = {one.version for one in self._needed}
        strange = [row.version for row in history if row.version not in own]
        return super().is_current(history) and all(version > 99 for version in strange)


class _LivenessInTurn(GatewayServer):
    def pool_of(self, channel: StrictChannel) -> Any:
        chosen = super().pool_of(channel)
        return self.task_dispatcher if chosen is self._liveness else chosen


class _ReadinessInTurn(GatewayServer):
    def pool_of(self, channel: StrictChannel) -> Any:
        chosen = super().pool_of(channel)
        return self.task_dispatcher if chosen is self._readiness else chosen
