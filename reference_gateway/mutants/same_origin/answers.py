"""Wrong about the admin UI's answers on their way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.server.tasks import AnswerTask
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.statuses-pass")
def makes_successes_of_refusals(parts: Parts) -> Parts:
    """Answers OK whatever status the admin UI chose."""
    return replace(parts, admin_proxy=_AlwaysOk)


@mutant(breaks="same-origin.answer-headers-pass")
def forgets_lifetimes(parts: Parts) -> Parts:
    """Says that no answer may be kept, whatever the admin UI says."""
    return replace(parts, proxy_rules=_ForgetsLifetimes)


@mutant(breaks="same-origin.compressed-answers-pass")
def forgets_the_compression(parts: Parts) -> Parts:
    """Does not say that a compressed body is compressed."""
    return replace(parts, proxy_rules=_ForgetsCompression)


@mutant(breaks="same-origin.several-cookies-survive")
def folds_cookies(parts: Parts) -> Parts:
    """Joins several cookies into one line, as other headers may be joined."""
    return replace(parts, proxy_rules=_FoldsCookies)


@mutant(breaks="same-origin.hop-by-hop-answers-stop")
def passes_the_uis_connection(parts: Parts) -> Parts:
    """Passes on what the admin UI says about its own connection."""
    return replace(parts, proxy_rules=_PassesHopByHop)


@mutant(breaks="same-origin.misses-stay-misses")
def shows_a_page_for_a_miss(parts: Parts) -> Parts:
    """Shows a start page where the admin UI has nothing, as a single-page app would."""
    return replace(parts, admin_proxy=_ShowsAPage)


@mutant(breaks="same-origin.head-has-no-body")
def answers_heads_with_pages(parts: Parts) -> Parts:
    """Answers a HEAD with the page itself."""
    return replace(parts, ui_client=_AsksForThePage, server=_WritesBodies)


@mutant(breaks="same-origin.heads-measure-the-page")
def measures_what_it_sends(parts: Parts) -> Parts:
    """Says of a page whose head was asked for that it is empty."""
    return replace(parts, admin_proxy=_MeasuresWhatItSends)


class _MeasuresWhatItSends(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.declared_bytes = 0 if inbound.method == "HEAD" else answer.declared_bytes
        return super().relay(answer, inbound, start)


class _AlwaysOk(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        answer.status, answer.reason = 200, "OK"
        return super().relay(answer, inbound, start)


class _ForgetsLifetimes(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        passing = [pair for pair in super().response_headers(headers) if pair[0].lower() != "cache-control"]
        return [*passing, ("cache-control", "no-cache")]


class _ForgetsCompression(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "content-encoding"]


class _FoldsCookies(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        passing = super().response_headers(headers)
        cookies = [value for name, value in passing if name.lower() == "set-cookie"]
        others = [pair for pair in passing if pair[0].lower() != "set-cookie"]
        return [*others, ("set-cookie", ", ".join(cookies))] if cookies else others


class _PassesHopByHop(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        framing = {"transfer-encoding", "connection"}
        return [
            *super().response_headers(headers),
            *(pair for pair in headers if pair[0].lower() in HOP_BY_HOP - framing),
        ]


class _ShowsAPage(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if answer.status != 404:
            return super().relay(answer, inbound, start)
        answer.close()
        start("200 OK", [("content-type", "text/html; charset=utf-8")])
        return [b"<!doctype html><title>Admin</title>"]


class _AsksForThePage(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        method = "GET" if request.method == "HEAD" else request.method
        return super().exchange(replace(request, method=method), is_abandoned)


class _WritesBodiesTask(AnswerTask):
    def may_have_body(self) -> bool:
        return not self.status.startswith(("1", "204", "304"))


class _WritesBodiesChannel(StrictChannel):
    task_class = _WritesBodiesTask


class _WritesBodies(GatewayServer):
    channel_class = _WritesBodiesChannel
