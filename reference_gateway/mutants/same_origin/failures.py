"""Wrong about an admin UI that is down, slow, cut short or rude."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import Allowance, UiConnection
from reference_gateway.http.proxy.ui_failures import UiUnavailable
from reference_gateway.http.proxy.ui_messages import UiHead, UiRequest
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.absent-ui-is-reported")
def answers_bad_gateway(parts: Parts) -> Parts:
    """Answers 502 with a page where the unavailable document is promised."""
    return replace(parts, admin_proxy=_BadGateway)


@mutant(breaks="same-origin.absent-ui-leaves-the-apis")
def is_ill_without_its_ui(parts: Parts) -> Parts:
    """Says that it is not healthy while its admin UI cannot be reached."""
    return replace(parts, dispatch=_IllWithoutItsUi)


@mutant(breaks="same-origin.returned-ui-is-served")
def never_tries_again(parts: Parts) -> Parts:
    """Does not ask an admin UI again that once was unavailable."""
    return replace(parts, ui_client=_NeverTriesAgain)


@mutant(breaks="same-origin.time-limits-are-kept")
def knows_one_connect_limit(parts: Parts) -> Parts:
    """Gives the admin UI 750 ms to accept whatever is configured."""
    return replace(parts, ui_settings=_OneConnectLimit)


@mutant(breaks="same-origin.time-limits-are-kept")
def knows_one_request_limit(parts: Parts) -> Parts:
    """Gives the admin UI ten seconds to answer whatever is configured."""
    return replace(parts, ui_settings=_OneRequestLimit)


@mutant(breaks="same-origin.time-limit-spans-the-exchange")
def waits_for_bodies_without_end(parts: Parts) -> Parts:
    """Forgets the time limit once an answer has begun."""
    return replace(parts, ui_client=_PatientClient)


@mutant(breaks="same-origin.cut-answers-are-seen-as-cut")
def makes_cut_answers_whole(parts: Parts) -> Parts:
    """Ends an answer that was cut short as if it were whole."""
    return replace(parts, admin_proxy=_MakesWhole)


@mutant(breaks="same-origin.cut-uploads-are-not-delivered")
def delivers_cut_uploads(parts: Parts) -> Parts:
    """Passes on what has come of an upload as if it were all."""
    return replace(parts, server=_DeliversCutUploads)


@mutant(breaks="same-origin.leftover-bytes-answer-nobody")
def reuses_every_connection(parts: Parts) -> Parts:
    """Goes on with a connection on which the admin UI has said too much."""
    return replace(parts, ui_client=_ReusesEverything)


class _BadGateway(AdminProxy):
    def unavailable(self, cause: UiUnavailable, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        super().unavailable(cause, inbound, lambda *_: None)
        start("502 Bad Gateway", [("content-type", "text/html")])
        return [b"<h1>Bad Gateway</h1>"]


class _IllWithoutItsUi(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            return super().__call__(environ, start_response)
        asked = {**environ, "PATH_INFO": "/admin", "REQUEST_URI": "/admin", "QUERY_STRING": ""}
        seen: list[str] = []
        answer = super().__call__(asked, lambda status, _headers: seen.append(status))
        getattr(answer, "close", list)()
        if seen[0].startswith("503"):
            start_response("503 Service Unavailable", [("content-type", "application/json")])
            return [b'{"status":"ill"}']
        return super().__call__(environ, start_response)


class _NeverTriesAgain(UiClient):
    _has_given_up = False

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        if self._has_given_up:
            raise UiUnavailable("was unavailable before")
        try:
            return super().exchange(request, is_abandoned)
        except UiUnavailable:
            self._has_given_up = True
            raise


class _OneConnectLimit(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        return replace(super().from_environment(environment), connect_timeout_ms=750)


class _OneRequestLimit(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        return replace(super().from_environment(environment), request_timeout_ms=10_000)


class _PatientConnection(UiConnection):
    def read_body(self, head: UiHead, allowance: Allowance) -> Iterator[bytes]:  # noqa: ARG002 - used up or not
        return super().read_body(head, Allowance(3600.0, lambda: False))


class _PatientClient(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _PatientConnection(connected)


class _MakesWhole(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.declared_bytes = None
        super().relay(answer, inbound, start)
        return _until_it_breaks(answer)


def _until_it_breaks(answer: UiAnswer) -> Iterator[bytes]:
    try:
        yield from answer
    except UiUnavailable:
        return


class _HastyChannel(StrictChannel):
    request: Any = None

    def handle_read(self) -> None:
        upload = self.request
        is_cut = upload is not None and upload.headers_finished and self._is_at_end()
        if not is_cut:
            super().handle_read()
            return
        upload.completed = True
        self.request = None
        self.requests.append(upload)
        self._has_said_all = True
        self.server.add_task(self)


class _DeliversCutUploads(GatewayServer):
    channel_class = _HastyChannel


class _ReusesEverything(UiClient):
    def may_reuse(self, connection: UiConnection) -> bool:  # noqa: ARG002 - whatever is left over on it
        return True
