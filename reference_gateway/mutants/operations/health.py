"""Wrong about whether it lives and whether it may be given calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.domain.errors import StoreUnavailable
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.mutants import mutant
from reference_gateway.services.readiness import Readiness

if TYPE_CHECKING:
    from reference_gateway.domain.migrations import HistoryRow
    from reference_gateway.http.wsgi import StartResponse
    from reference_gateway.wiring import Parts


@mutant(breaks="operations.health-documents-are-stable")
def says_it_is_ready_in_its_own_words(parts: Parts) -> Parts:
    """Answers liveness where it is asked for readiness."""
    return replace(parts, dispatch=_LivenessForReadiness)


@mutant(breaks="operations.liveness-is-about-the-process")
def asks_the_database_whether_it_lives(parts: Parts) -> Parts:
    """Answers API health only while its database answers."""
    return replace(parts, dispatch=_ReadinessForHealth)


@mutant(breaks="operations.readiness-tells-a-lost-database")
def is_ready_without_a_database(parts: Parts) -> Parts:
    """Takes a database that does not answer for one that is current."""
    return replace(parts, readiness=_ReadyWithoutADatabase)


@mutant(breaks="operations.readiness-tells-a-missing-schema")
def is_ready_on_any_schema(parts: Parts) -> Parts:
    """Asks the database for a sign of life and does not look at its schema."""
    return replace(parts, readiness=_ReadyOnAnySchema)


@mutant(breaks="operations.newer-schema-stays-ready")
def is_unready_on_a_newer_schema(parts: Parts) -> Parts:
    """Is not ready once a newer replica has migrated."""
    return replace(parts, readiness=_ReadyOnExactlyItsSchema)


@mutant(breaks="operations.readiness-answers-under-load")
def answers_probes_in_turn(parts: Parts) -> Parts:
    """Lets probes wait behind the calls that came before them."""
    return replace(parts, server=_ProbesInTurn)


class _LivenessForReadiness(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/readyz":
            environ["PATH_INFO"] = "/healthz"
        return super().__call__(environ, start_response)


class _ReadinessForHealth(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        if asked == "/api/v1/health":
            environ["PATH_INFO"] = "/readyz"
        return super().__call__(environ, start_response)


class _ReadyWithoutADatabase(Readiness):
    def require(self) -> None:
        try:
            super().require()
        except StoreUnavailable:
            return


class _ReadyOnAnySchema(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:  # noqa: ARG002 - whatever it says
        return True


class _ReadyOnExactlyItsSchema(Readiness):
    def is_current(self, history: Sequence[HistoryRow]) -> bool:
        return super().is_current(history) and len(history) == len(self._needed)


class _ProbesInTurn(GatewayServer):
    def pool_of(self, channel: StrictChannel) -> Any:
        chosen = super().pool_of(channel)
        return chosen if chosen is self._ui else self.task_dispatcher
