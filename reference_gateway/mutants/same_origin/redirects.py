"""Wrong about the admin UI's redirects, which are the browser's to follow."""

from __future__ import annotations

from abc import ABC, abstractmethod
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

Headers = list[tuple[str, str]]


@mutant(breaks="same-origin.visitors-end-at-sign-in")
def names_the_upstream_in_redirects(parts: Parts) -> Parts:
    """Makes the address of a redirect absolute, with the admin UI's own host."""
    return replace(parts, proxy_rules=_LeadsToTheUpstream)


@mutant(breaks="same-origin.redirects-reach-the-browser")
def follows_redirects(parts: Parts) -> Parts:
    """Follows the admin UI's redirects itself and gives the visitor where they end."""
    return replace(parts, ui_client=_FollowsRedirects)


@mutant(breaks="same-origin.redirect-loops-are-the-browsers")
def gives_up_on_loops(parts: Parts) -> Parts:
    """Follows a redirect to the same page until it has had enough."""
    return replace(parts, ui_client=_GivesUpOnLoops)


@mutant(breaks="same-origin.redirects-elsewhere-are-not-fetched")
def fetches_redirects_elsewhere(parts: Parts) -> Parts:
    """Fetches a redirect to another server itself."""
    return replace(parts, ui_client=_FetchesElsewhere)


class _LeadsToTheUpstream(ProxyRules):
    def response_headers(self, headers: Fields) -> Headers:
        return [self._absolute(*pair) for pair in super().response_headers(headers)]

    def _absolute(self, name: str, value: str) -> tuple[str, str]:
        is_path = name.lower() == "location" and value.startswith("/")
        return (name, f"http://{self._upstream.authority}{value}") if is_path else (name, value)


class _Following(UiClient, ABC):
    """Follows some redirects of the admin UI to their end."""

    @abstractmethod
    def goes_on(self, request: UiRequest, location: str) -> bool:
        """Whether this one is followed."""

    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        for _ in range(10):
            answer = super().exchange(request, is_abandoned)
            location = next((value for name, value in answer.headers if name.lower() == "location"), "")
            if not 300 <= answer.status < 400 or not self.goes_on(request, location):
                return answer
            answer.close()
            request = replace(request, method="GET", target=urlsplit(location).path, body_bytes=0)
        raise UiUnavailable("too many redirects")


class _FollowsRedirects(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:
        return location.startswith("/") and location != request.target


class _GivesUpOnLoops(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:
        return location == request.target


class _FetchesElsewhere(_Following):
    def goes_on(self, request: UiRequest, location: str) -> bool:  # noqa: ARG002 - whatever was asked
        there = urlsplit(location)
        if there.scheme == "http" and there.port:
            # Imported here: nothing else of the gateway needs it.
            import http.client

            connection = http.client.HTTPConnection(there.netloc, timeout=5)
            connection.request("GET", there.path)
            connection.getresponse().read()
            connection.close()
        return False
