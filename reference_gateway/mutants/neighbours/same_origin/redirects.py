"""Wrong about redirects beside those that are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_failures import UiUnavailable
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts

Follows = Callable[[UiRequest, UiAnswer, str], bool]


@mutant(breaks="same-origin.visitors-end-at-sign-in")
def names_the_upstream_behind_a_query(parts: Parts) -> Parts:
    """Names the admin UI's own host in a redirect that remembers a page with a query."""
    return replace(parts, proxy_rules=_NamesTheUpstreamInLongRedirects)


@mutant(breaks="same-origin.visitors-end-at-sign-in")
def loses_the_base_path_of_the_start_page(parts: Parts) -> Parts:
    """Leads a visitor of the base path itself to the sign-in page of the whole origin."""
    return replace(parts, ui_client=_LosesTheBasePath)


@mutant(breaks="same-origin.redirects-reach-the-browser")
def replays_forms(parts: Parts) -> Parts:
    """Sends a form anew to where the admin UI redirects it with its method and body."""
    return replace(parts, ui_client=_following(lambda _, answer, __: answer.status in {307, 308}))


@mutant(breaks="same-origin.redirects-reach-the-browser")
def follows_heads(parts: Parts) -> Parts:
    """Follows a redirect itself when only a head was asked for."""
    return replace(parts, ui_client=_following(lambda request, *_: request.method == "HEAD"))


@mutant(breaks="same-origin.redirects-reach-the-browser")
def resolves_relative_redirects(parts: Parts) -> Parts:
    """Makes a path of a redirect that goes up from the page."""
    return replace(parts, proxy_rules=_ResolvesRelativeRedirects)


@mutant(breaks="same-origin.redirects-elsewhere-are-not-fetched")
def fetches_what_names_no_scheme(parts: Parts) -> Parts:
    """Fetches a redirect to another server that leaves out the scheme."""
    return replace(parts, ui_client=_fetching(lambda _, where: where.startswith("//")))


@mutant(breaks="same-origin.redirects-elsewhere-are-not-fetched")
def fetches_what_has_moved_for_good(parts: Parts) -> Parts:
    """Fetches a permanent redirect to another server."""
    return replace(parts, ui_client=_fetching(lambda answer, _: answer.status in {301, 308}))


@mutant(breaks="same-origin.redirects-elsewhere-are-not-fetched")
def fetches_one_of_many(parts: Parts) -> Parts:
    """Fetches the first of several places that the admin UI offers."""
    return replace(parts, ui_client=_fetching(lambda answer, _: answer.status == 300))


@mutant(breaks="same-origin.redirect-loops-are-the-browsers")
def gives_up_on_permanent_loops(parts: Parts) -> Parts:
    """Follows a permanent redirect to the same page until it has had enough."""
    return replace(parts, ui_client=_following(_is_permanent_loop))


@mutant(breaks="same-origin.redirect-loops-are-the-browsers")
def gives_up_on_forms_that_loop(parts: Parts) -> Parts:
    """Sends a form anew to the page that redirects it to itself until it has had enough."""
    return replace(parts, ui_client=_following(_is_looping_form))


def _is_permanent_loop(request: UiRequest, answer: UiAnswer, where: str) -> bool:
    return answer.status == 308 and where == request.target


def _is_looping_form(request: UiRequest, answer: UiAnswer, where: str) -> bool:
    return answer.status == 307 and request.method == "POST" and where == request.target


def _location(answer: UiAnswer) -> str:
    return next((value for name, value in answer.headers if name.lower() == "location"), "")


def _following(goes_on: Follows) -> type[UiClient]:
    class FollowingClient(UiClient):
        def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
            for _ in range(10):
                answer = super().exchange(request, is_abandoned)
                where = _location(answer)
                if not 300 <= answer.status < 400 or not goes_on(request, answer, where):
                    return answer
                answer.close()
                request = replace(request, target=urlsplit(where).path)
            raise UiUnavailable("too many redirects")

    return FollowingClient


def _fetching(is_fetched: Callable[[UiAnswer, str], bool]) -> type[UiClient]:
    class FetchingClient(UiClient):
        def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
            answer = super().exchange(request, is_abandoned)
            where = _location(answer)
            there = urlsplit(where)
            if there.port and is_fetched(answer, where):
                # Imported here: nothing else of the gateway needs it.
                import http.client

                connection = http.client.HTTPConnection(there.netloc, timeout=5)
                connection.request("GET", there.path)
                connection.getresponse().read()
                connection.close()
            return answer

    return FetchingClient


class _NamesTheUpstreamInLongRedirects(ProxyRules):
    def response_headers(self, headers: Fields) -> list[tuple[str, str]]:
        return [self._absolute(*pair) for pair in super().response_headers(headers)]

    def _absolute(self, name: str, value: str) -> tuple[str, str]:
        is_meant = name.lower() == "location" and "%3F" in value
        return (name, f"http://{self._upstream.authority}{value}") if is_meant else (name, value)


class _LosesTheBasePath(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        answer = super().exchange(request, is_abandoned)
        if request.target == self._settings.base_path:
            moved = [(name, self._shortened(name, value)) for name, value in answer.headers]
            answer.headers = tuple(moved)
        return answer

    def _shortened(self, name: str, value: str) -> str:
        return value.removeprefix(self._settings.base_path) if name.lower() == "location" else value


class _ResolvesRelativeRedirects(ProxyRules):
    def response_headers(self, headers: Fields) -> list[tuple[str, str]]:
        return [self._resolved(*pair) for pair in super().response_headers(headers)]

    def _resolved(self, name: str, value: str) -> tuple[str, str]:
        is_meant = name.lower() == "location" and value.startswith("../")
        return (name, "/" + value.removeprefix("../")) if is_meant else (name, value)
