"""Wrong about what of a visitor's request reaches the admin UI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode

from reference_gateway.http import rfc9112
from reference_gateway.http.channel import StrictChannel
from reference_gateway.http.forwarded import ORIGIN, Forwarded
from reference_gateway.http.proxy_rules import HOP_BY_HOP, Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.serving import GatewayServer
from reference_gateway.http.ui_client import UiAnswer, UiClient
from reference_gateway.http.ui_connection import UiRequest
from reference_gateway.http.ui_settings import UiSettings
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.raw-path-is-forwarded")
def decodes_the_path(parts: Parts) -> Parts:
    """Decodes the path and encodes it again, which makes a slash of an encoded one."""
    return replace(parts, proxy_rules=_DecodesThePath)


@mutant(breaks="same-origin.raw-path-is-forwarded")
def strips_the_base_path(parts: Parts) -> Parts:
    """Takes the base path off before it asks the admin UI."""
    return replace(parts, proxy_rules=_StripsTheBasePath)


@mutant(breaks="same-origin.raw-query-is-forwarded")
def rewrites_the_query(parts: Parts) -> Parts:
    """Parses the query and writes it anew."""
    return replace(parts, proxy_rules=_RewritesTheQuery)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def lets_dots_climb(parts: Parts) -> Parts:
    """Passes dot segments on, wherever they lead."""
    return replace(parts, proxy_rules=_LetsDotsClimb)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def sees_only_plain_dots(parts: Parts) -> Parts:
    """Stops dot segments, but not when they are encoded."""
    return replace(parts, proxy_rules=_SeesOnlyPlainDots)


@mutant(breaks="same-origin.encoded-line-breaks-stay-encoded")
def decodes_the_query(parts: Parts) -> Parts:
    """Decodes the query on its way to the admin UI."""
    return replace(parts, proxy_rules=_DecodesTheQuery)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def forgets_the_upstreams_path(parts: Parts) -> Parts:
    """Leaves out the path that the upstream's address has."""
    return replace(parts, proxy_rules=_ForgetsTheUpstreamsPath)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def doubles_the_upstreams_slash(parts: Parts) -> Parts:
    """Puts the upstream's address before the path as it is written, final slash included."""
    return replace(parts, ui_settings=_WithTheFinalSlash)


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


@mutant(breaks="same-origin.host-is-the-upstreams")
def passes_the_visitors_host(parts: Parts) -> Parts:
    """Addresses the admin UI by the host that the visitor sees."""
    return replace(parts, proxy_rules=_PassesTheHost)


@mutant(breaks="same-origin.public-origin-is-told")
def leaves_out_the_port(parts: Parts) -> Parts:
    """Tells the admin UI an origin without its port."""
    return replace(parts, proxy_rules=_LeavesOutThePort)


@mutant(breaks="same-origin.hop-by-hop-requests-stop")
def passes_proxy_credentials(parts: Parts) -> Parts:
    """Passes on what the visitor meant for the gateway's own connection."""
    return replace(parts, proxy_rules=_PassesHopByHop)


@mutant(breaks="same-origin.connection-named-requests-stop")
def reads_one_connection_header(parts: Parts) -> Parts:
    """Looks only at the first Connection header for the names of headers to stop."""
    return replace(parts, proxy_rules=_ReadsOneConnectionHeader)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def believes_every_visitor(parts: Parts) -> Parts:
    """Takes the visitor's word for the origin."""
    return replace(parts, forwarded=_BelievesEveryone)


@mutant(breaks="same-origin.visitors-do-not-name-the-origin")
def says_it_beside_the_visitor(parts: Parts) -> Parts:
    """Adds its own word on the origin to the visitor's, so that the admin UI hears two."""
    return replace(parts, proxy_rules=_SaysItBeside)


@mutant(breaks="same-origin.trusted-proxies-name-the-origin")
def trusts_no_proxy(parts: Parts) -> Parts:
    """Does not believe the proxies that it was told to trust."""
    return replace(parts, forwarded=_TrustsNobody)


@mutant(breaks="same-origin.loaders-use-the-visitors-cookie")
def names_the_uis_own_origin(parts: Parts) -> Parts:
    """Tells the admin UI that the visitor sees it at the admin UI's own address."""
    return replace(parts, proxy_rules=_NamesTheUpstream)


@mutant(breaks="same-origin.api-session-opens-the-ui")
def keeps_the_session_cookie(parts: Parts) -> Parts:
    """Keeps cookies from the admin UI."""
    return replace(parts, proxy_rules=_KeepsCookies)


class _DecodesThePath(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(quote(unquote(path), safe="/:@;+") + mark + query)


class _StripsTheBasePath(ProxyRules):
    def upstream_target(self, target: str) -> str:
        return super().upstream_target(target.removeprefix(self._base) or "/")


class _RewritesTheQuery(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(path + mark + urlencode(parse_qsl(query)))


class _LetsDotsClimb(ProxyRules):
    def is_within_base(self, path: str) -> bool:  # noqa: ARG002 - wherever it is
        return True


class _SeesOnlyPlainDots(ProxyRules):
    def _decoded(self, path: str) -> str:
        return path


class _DecodesTheQuery(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(path + mark + unquote(query))


class _ForgetsTheUpstreamsPath(ProxyRules):
    def upstream_target(self, target: str) -> str:
        return target


class _WithTheFinalSlash(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        settings = super().from_environment(environment)
        if not environment.get("ADMIN_UI_UPSTREAM", "").endswith("/"):
            return settings
        return replace(settings, upstream=replace(settings.upstream, prefix=f"{settings.upstream.prefix}/"))


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


class _PassesTheHost(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        own = [pair for pair in super().request_headers(inbound) if pair[0].lower() != "host"]
        return [*(("host", host) for host in rfc9112.values_of("host", inbound.headers)), *own]


class _LeavesOutThePort(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        pairs = dict(super().forwarded_headers(inbound))
        scheme, _, host = pairs[ORIGIN].partition("://")
        return list({**pairs, ORIGIN: f"{scheme}://{host.rpartition(':')[0] or host}"}.items())


class _PassesHopByHop(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        framing = {"transfer-encoding", "connection"}
        kept = [pair for pair in inbound.headers if pair[0].lower() in HOP_BY_HOP - framing]
        return [*super().request_headers(inbound), *kept]


class _ReadsOneConnectionHeader(ProxyRules):
    def named_by_connection(self, headers: Fields) -> frozenset[str]:
        first = next((pair for pair in headers if pair[0].lower() == "connection"), None)
        return super().named_by_connection((first,) if first else ())


class _BelievesEveryone(Forwarded):
    def trusts(self, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return True

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:  # noqa: ARG002 - whoever it is
        return next(iter(rfc9112.values_of(name, headers)), None)


class _SaysItBeside(ProxyRules):
    def claims_to_be_forwarded(self, name: str, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return False


class _TrustsNobody(Forwarded):
    def trusts(self, peer: str) -> bool:  # noqa: ARG002 - whoever it is
        return False

    def _said(self, name: str, headers: Fields, peer: str) -> str | None:  # noqa: ARG002 - whatever it says
        return None


class _NamesTheUpstream(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        pairs = dict(super().forwarded_headers(inbound))
        return list({**pairs, ORIGIN: f"http://{self._upstream.authority}"}.items())


class _KeepsCookies(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair in super().request_headers(inbound) if pair[0].lower() != "cookie"]
