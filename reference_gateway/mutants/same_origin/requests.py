"""Wrong about the method and the body of a request to the admin UI."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer, Limits
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant
from reference_gateway.mutants.same_origin._held_answers import HoldsAnswers

if TYPE_CHECKING:
    from reference_gateway.http.proxy.websockets import WebSockets
from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.answer-bodies-arrive-intact")
def reads_bodies_as_text(parts: Parts) -> Parts:
    """Reads every body as UTF-8 text on its way to the visitor."""
    return replace(parts, admin_proxy=_ReadsText)


@mutant(breaks="same-origin.pages-are-never-mixed-up")
def remembers_pages(parts: Parts) -> Parts:
    """Gives a page that one visitor asked for to the next one too."""
    return replace(parts, admin_proxy=_RemembersPages)


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_uploads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole upload in memory before it is passed on."""
    return replace(parts, limits=partial(Limits, body_in_memory_bytes=1024**3))


@mutant(breaks="same-origin.large-bodies-pass-in-bounded-memory")
def holds_downloads_in_memory(parts: Parts) -> Parts:
    """Keeps a whole answer in memory before it is passed on."""
    return replace(parts, admin_proxy=HoldsAnswers)


@mutant(breaks="same-origin.every-method-is-forwarded")
def posts_what_it_does_not_know(parts: Parts) -> Parts:
    """Makes a POST of every method but GET and HEAD."""
    return replace(parts, ui_client=_PostsTheRest)


@mutant(breaks="same-origin.request-bodies-arrive-intact")
def announces_no_chunked_body(parts: Parts) -> Parts:
    """Sends a body that came in chunks without saying that there is one."""
    return replace(parts, proxy_rules=_AnnouncesNoChunkedBody)


@mutant(breaks="same-origin.announced-uploads-go-through")
def never_says_go_on(parts: Parts) -> Parts:
    """Never tells a visitor who announced an upload to go on."""
    return replace(parts, server=_NeverSaysGoOn)


class _ReadsText(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.declared_bytes = None
        pieces = super().relay(answer, inbound, start)
        return (piece.decode("utf-8", "replace").encode() for piece in pieces)


class _RemembersPages(AdminProxy):
    def __init__(self, rules: ProxyRules, client: UiClient, websockets: WebSockets) -> None:
        super().__init__(rules, client, websockets)
        self._pages: dict[str, list[bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(environ["REQUEST_URI"])
        if page is None or environ["REQUEST_METHOD"] != "GET":
            return super().__call__(environ, start)
        start("200 OK", [("content-type", "text/html")])
        return page

    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        page = self._pages[inbound.target] = list(super().relay(answer, inbound, start))
        return page


class _PostsTheRest(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        method = request.method if request.method in {"GET", "HEAD"} else "POST"
        return super().exchange(replace(request, method=method), is_abandoned)


class _AnnouncesNoChunkedBody(ProxyRules):
    def framing_headers(self, inbound: Inbound) -> Headers:
        return [] if rfc9112.is_chunked(inbound.headers) else super().framing_headers(inbound)


class _SilentChannel(StrictChannel):
    def send_continue(self) -> None:
        self.sent_continue = True
        self.request.completed = False


class _NeverSaysGoOn(GatewayServer):
    channel_class = _SilentChannel
