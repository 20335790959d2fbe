"""Wrong about the method, the headers or the body of a request to the admin UI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.proxy.rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


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


@mutant(breaks="same-origin.request-headers-pass")
def keeps_credentials(parts: Parts) -> Parts:
    """Keeps the visitor's Authorization header to itself."""
    return replace(parts, proxy_rules=_KeepsCredentials)


@mutant(breaks="same-origin.repeated-request-headers-pass")
def keeps_the_last_of_each(parts: Parts) -> Parts:
    """Passes on one header of each name, the last."""
    return replace(parts, proxy_rules=_KeepsTheLast)


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def passes_proxy_credentials(parts: Parts) -> Parts:
    """Passes on what the visitor meant for the gateway's own connection."""
    return replace(parts, proxy_rules=_PassesHopByHop)


@mutant(breaks="same-origin.connection-named-requests-stop")
def passes_what_connection_names(parts: Parts) -> Parts:
    """Passes on the headers that the visitor's Connection header names."""
    return replace(parts, proxy_rules=_PassesWhatConnectionNames)


@mutant(breaks="same-origin.every-connection-header-counts")
def reads_one_connection_header(parts: Parts) -> Parts:
    """Looks only at the first Connection header for the names of headers to stop."""
    return replace(parts, proxy_rules=_ReadsOneConnectionHeader)


@mutant(breaks="same-origin.api-session-opens-the-ui")
def keeps_the_session_cookie(parts: Parts) -> Parts:
    """Keeps cookies from the admin UI."""
    return replace(parts, proxy_rules=_KeepsCookies)


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


class _KeepsCredentials(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair in super().request_headers(inbound) if pair[0].lower() != "authorization"]


class _KeepsTheLast(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return list(
            {name.lower(): (name, value) for name, value in super().request_headers(inbound)}.values()
        )


class _PassesHopByHop(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        framing = {"transfer-encoding", "connection"}
        kept = [pair for pair in inbound.headers if pair[0].lower() in HOP_BY_HOP - framing]
        return [*super().request_headers(inbound), *kept]


class _PassesWhatConnectionNames(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:  # noqa: ARG002 - it does not look
        return frozenset()


class _ReadsOneConnectionHeader(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        first = next((pair for pair in headers if pair[0].lower() == "connection"), None)
        return super().named_by_connection((first,) if first else ())


class _KeepsCookies(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair in super().request_headers(inbound) if pair[0].lower() != "cookie"]
