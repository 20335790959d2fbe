"""Wrong about sessions, one cookie, origin or header beside those that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http import rfc9112
from reference_gateway.http.api.cookies import NAME, SessionCookie
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.forwarded import Forwarded, OriginRule
from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Headers = list[tuple[str, str]]
RAW_HEADERS = "gateway.raw_headers"


@mutant(breaks="same-origin.ui-session-opens-the-api")
def finds_its_cookie_in_longer_names(parts: Parts) -> Parts:
    """Takes a cookie whose name ends like its own for its own."""
    return replace(parts, session_cookie=_FindsLongerNames)


@mutant(breaks="same-origin.ui-session-opens-the-api")
def keeps_the_cookies_of_redirects(parts: Parts) -> Parts:
    """Keeps the cookies that the admin UI sets with a redirect from the browser."""
    return replace(parts, admin_proxy=_KeepsCookiesOfRedirects)


@mutant(breaks="same-origin.api-session-opens-the-ui")
def reads_the_first_cookie(parts: Parts) -> Parts:
    """Reads the first of several cookies alone."""
    return replace(parts, session_cookie=_ReadsTheFirst)


@mutant(breaks="same-origin.api-session-opens-the-ui")
def passes_the_first_cookie(parts: Parts) -> Parts:
    """Passes on the first of several cookies to the admin UI."""
    return replace(parts, proxy_rules=_PassesTheFirst)


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def takes_back_another_cookie(parts: Parts) -> Parts:
    """Takes the session cookie back under another path than it was given for."""
    return replace(parts, session_cookie=_TakesBackAnother)


@mutant(breaks="same-origin.session-cookie-covers-the-origin")
def lets_other_sites_send_it(parts: Parts) -> Parts:
    """Sets a session cookie that goes along with the requests of other sites."""
    return replace(parts, session_cookie=_ForOtherSites)


@mutant(breaks="same-origin.visitors-do-not-secure-the-cookie")
def believes_the_port(parts: Parts) -> Parts:
    """Takes a visitor for one who came over https who names its port."""
    return replace(parts, forwarded=_believing(lambda name, value: name == "host" and value.endswith(":443")))


@mutant(breaks="same-origin.visitors-do-not-secure-the-cookie")
def believes_another_header(parts: Parts) -> Parts:
    """Believes whoever says so in a header of one vendor's that the browser came over https."""
    return replace(parts, forwarded=_believing(lambda name, _: name == "front-end-https"))


@mutant(breaks="same-origin.loaders-use-the-visitors-cookie")
def mixes_cookies_into_one(parts: Parts) -> Parts:
    """Writes commas between the cookies that it passes on to the admin UI."""
    return replace(parts, proxy_rules=_WritesCommas)


@mutant(breaks="same-origin.loaders-use-the-visitors-cookie")
def keeps_the_origin_of_odd_paths(parts: Parts) -> Parts:
    """Tells the admin UI no origin with a path that has something encoded in it."""
    return replace(parts, proxy_rules=_KeepsTheOrigin)


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def compares_the_beginning(parts: Parts) -> Parts:
    """Takes an origin for its own that begins like it."""
    return replace(parts, origin_rule=_origins(lambda sent, host: sent.startswith(f"http://{host}")))


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def compares_the_end(parts: Parts) -> Parts:
    """Takes an origin for its own that ends like it."""
    return replace(parts, origin_rule=_origins(lambda sent, host: sent.endswith(host)))


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def takes_null_for_nothing(parts: Parts) -> Parts:
    """Takes the origin of a sandboxed page for none."""
    return replace(parts, origin_rule=_TakesNullForNothing)


@mutant(breaks="same-origin.cross-site-writes-are-refused")
def guards_sign_outs_alone(parts: Parts) -> Parts:
    """Asks which page wants a change when it is a sign-out, and at no other change."""
    return replace(parts, dispatch=_GuardsSignOuts)


@mutant(breaks="same-origin.server-side-writes-are-made")
def signs_out_by_the_first_cookie(parts: Parts) -> Parts:
    """Signs out whoever holds the first of several cookies."""
    return replace(parts, dispatch=_SignsOutTheFirst)


@mutant(breaks="same-origin.server-side-writes-are-made")
def only_says_that_it_signs_out(parts: Parts) -> Parts:
    """Says that a change is made which names no origin, and makes none."""
    return replace(parts, dispatch=_OnlySaysSo)


@mutant(breaks="same-origin.changes-on-a-page-are-made")
def loses_what_a_page_sends(parts: Parts) -> Parts:
    """Loses the fields of a form that are new."""
    return replace(parts, ui_client=_LosesFields)


@mutant(breaks="same-origin.changes-on-a-page-are-made")
def only_says_that_it_changes(parts: Parts) -> Parts:
    """Says that a password is changed, and leaves it as it is."""
    return replace(parts, dispatch=_OnlySaysItChanges)


class _FindsLongerNames(SessionCookie):
    def read(self, headers: Fields) -> str | None:
        for cookie in rfc9112.values_of("cookie", headers)[:1]:
            for pair in cookie.split(";"):
                name, _, value = pair.strip().partition("=")
                if name.endswith(NAME):
                    return value or None
        return None


class _KeepsCookiesOfRedirects(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if 300 <= answer.status < 400:
            answer.headers = tuple(pair for pair in answer.headers if pair[0].lower() != "set-cookie")
        return super().relay(answer, inbound, start)


class _ReadsTheFirst(SessionCookie):
    def read(self, headers: Fields) -> str | None:
        return super().read(_first_cookies(headers))


class _PassesTheFirst(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        return list(_first_cookies(tuple(super().request_headers(inbound))))


def _first_cookies(headers: Fields) -> Fields:
    return tuple(
        (name, value.partition(";")[0] if name.lower() == "cookie" else value) for name, value in headers
    )


class _TakesBackAnother(SessionCookie):
    def clearing(self, *, is_secure: bool) -> str:
        return super().clearing(is_secure=is_secure).replace("Path=/;", "Path=/api;")


class _ForOtherSites(SessionCookie):
    def attributes(self, max_age_s: int) -> list[str]:
        return ["SameSite=None" if "SameSite" in one else one for one in super().attributes(max_age_s)]


def _believing(is_believed: Callable[[str, str], bool]) -> type[Forwarded]:
    class BelievingForwarded(Forwarded):
        def proto(self, headers: Fields, peer: str) -> str:
            is_https = any(is_believed(name.lower(), value) for name, value in headers)
            return "https" if is_https else super().proto(headers, peer)

    return BelievingForwarded


class _WritesCommas(ProxyRules):
    def request_headers(self, inbound: Inbound) -> Headers:
        passing = super().request_headers(inbound)
        return [
            (name, value.replace("; ", ", ")) if name.lower() == "cookie" else (name, value)
            for name, value in passing
        ]


class _KeepsTheOrigin(ProxyRules):
    def forwarded_headers(self, inbound: Inbound) -> Headers:
        return [] if "%" in inbound.target else super().forwarded_headers(inbound)


def _origins(is_own: Callable[[str, str], bool]) -> type[OriginRule]:
    """Admits an origin that is like its own host."""

    class LenientOrigins(OriginRule):
        def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
            host = self._forwarded.host(headers, peer) or ""
            return (sent is not None and is_own(sent, host)) or super().admits(sent, site, headers, peer)

    return LenientOrigins


class _TakesNullForNothing(OriginRule):
    def admits(self, sent: str | None, site: str | None, headers: Fields, peer: str) -> bool:
        return super().admits(None if sent == "null" else sent, site, headers, peer)


class _GuardsSignOuts(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith("/logout"):
            unasked = {"HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE"}
            environ = {name: value for name, value in environ.items() if name not in unasked}
        return super().answer(environ, start)


class _SignsOutTheFirst(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/logout"):
            environ = {**environ, RAW_HEADERS: _first_cookies(environ[RAW_HEADERS])}
        return super().answer(environ, start)


class _OnlySaysSo(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/logout") and "HTTP_ORIGIN" not in environ:
            return _said('{"data": {"status": "ok"}, "meta": {}}', start)
        return super().answer(environ, start)


class _LosesFields(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        if not request.target.endswith("/change-password") or request.method != "POST":
            return super().exchange(request, is_abandoned)
        headers = [pair for pair in request.headers if pair[0].lower() != "content-length"]
        empty = replace(request, headers=[*headers, ("content-length", "0")], body_bytes=0)
        return super().exchange(empty, is_abandoned)


class _OnlySaysItChanges(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/password/change"):
            return _said('{"data": {"must_change_password": false}, "meta": {}}', start)
        return super().answer(environ, start)


def _said(document: str, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("content-type", "application/json")])
    return [document.encode()]
