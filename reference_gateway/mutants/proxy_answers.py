"""Wrong about the status and headers of the admin UI's answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_connection import UiConnection
from reference_gateway.http.rfc9112 import Fields
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


@mutant(breaks="same-origin.ui-session-opens-the-api")
def keeps_the_uis_cookies(parts: Parts) -> Parts:
    """Keeps the cookies that the admin UI sets from the browser."""
    return replace(parts, proxy_rules=_KeepsSetCookie)


@mutant(breaks="same-origin.answer-injection-is-stopped")
def reads_headers_generously(parts: Parts) -> Parts:
    """Takes any line break in the admin UI's headers for the end of a header."""
    return replace(parts, ui_client=_ReadsGenerously)


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


class _KeepsSetCookie(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "set-cookie"]


class _GenerousConnection(UiConnection):
    def _read_more(self, part: str, allowance: Any) -> bytes:
        data = super()._read_more(part, allowance)
        head, end, body = data.partition(b"\r\n\r\n")
        tidy = re.sub(rb"\r\n |\r\n|\r|\x00", b"\r\n", head)
        return tidy + end + body if part == "head" else data


class _ReadsGenerously(UiClient):
    def adopt(self, connected: Any) -> UiConnection:
        return _GenerousConnection(connected)
