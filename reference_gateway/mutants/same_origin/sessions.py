"""Wrong about whom a session belongs to, and who may use it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_gateway.http import rfc9112
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.forwarded import ORIGIN, PROTO, Forwarded, OriginRule
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.ui-session-opens-the-api")
def keeps_the_uis_cookies(parts: Parts) -> Parts:
    """Keeps the cookies that the admin UI sets from the browser."""
    return replace(parts, proxy_rules=_KeepsSetCookie)


@mutant(breaks="same-origin.loaders-use-the-visitors-cookie")
def names_the_uis_own_origin(parts: Parts) -> Parts:
    """Tells the admin UI that the visitor sees it at the admin UI's own address."""
    return replace(parts, proxy_rules=_NamesTheUpstream)


@mutant(breaks="same-origin.api-session-opens-the-ui")
def keeps_the_session_cookie(parts: Parts) -> Parts:
    """Keeps cookies from the admin UI."""
    return replace(parts, proxy_rules=_KeepsCookies)


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def confines_the_cookie(parts: Parts) -> Parts:
    """Sets a session cookie that is only for the APIs."""
    return replace(parts, session_cookie=_ConfinedCookie)


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def shows_scripts_the_cookie(parts: Parts) -> Parts:
    """Sets a session cookie that scripts can read."""
    return replace(parts, session_cookie=_OpenCookie)


@mutant(breaks="same-origin.visitors-do-not-secure-the-cookie")
def believes_anybody_about_the_scheme(parts: Parts) -> Parts:
    """Believes whoever says that the browser came over https."""
    return replace(parts, forwarded=_BelievesAnybody)


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def serves_other_sites(parts: Parts) -> Parts:
    """Does not ask which page wants a change."""
    return replace(parts, origin_rule=_ServesOtherSites)


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def asks_for_the_origin_alone(parts: Parts) -> Parts:
    """Takes a change for its own when no Origin is named, whatever the browser says of the page's site."""
    return replace(parts, origin_rule=_AsksForTheOriginAlone)


@mutant(breaks="same-origin.server-side-writes-are-made")
def takes_servers_for_other_sites(parts: Parts) -> Parts:
    """Refuses a change that names no origin."""
    return replace(parts, origin_rule=_WantsAnOrigin)


@mutant(breaks="same-origin.changes-on-a-page-are-made")
def takes_its_own_pages_for_other_sites(parts: Parts) -> Parts:
    """Refuses each change that a page of its own asks for."""
    return replace(parts, origin_rule=_RefusesItsOwnPages)


class _KeepsSetCookie(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [pair for pair in super().response_headers(headers) if pair[0].lower() != "set-cookie"]


class _NamesTheUpstream(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        pairs = dict(super().forwarded_headers(inbound))
        return list({**pairs, ORIGIN: f"http://{self._upstream.authority}"}.items())


class _KeepsCookies(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return [pair for pair in super().request_headers(inbound) if pair[0].lower() != "cookie"]


class _ConfinedCookie(SessionCookie):
    def attributes(self, max_age_s: int) -> list[str]:
        return ["Path=/api" if one == "Path=/" else one for one in super().attributes(max_age_s)]


class _OpenCookie(SessionCookie):
    def attributes(self, max_age_s: int) -> list[str]:
        return [one for one in super().attributes(max_age_s) if one != "HttpOnly"]


class _BelievesAnybody(Forwarded):
    def proto(self, headers: Fields, peer: str) -> str:
        said = rfc9112.values_of(PROTO, headers)
        return said[0] if said else super().proto(headers, peer)


class _AsksForTheOriginAlone(OriginRule):
    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:  # noqa: ARG002 - whatever it is
        return super().admits(sent, None, headers, peer)


class _WantsAnOrigin(OriginRule):
    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
        return sent is not None and super().admits(sent, site, headers, peer)


class _RefusesItsOwnPages(OriginRule):
    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
        return sent is None and super().admits(sent, site, headers, peer)


class _ServesOtherSites(OriginRule):
    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:  # noqa: ARG002 - whoever asks
        return True
