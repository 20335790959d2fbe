"""Wrong about which surface a request belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.api.app import is_api_path
from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import GatewayServer
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.three-surfaces-answer")
def takes_the_data_plane_for_pages(parts: Parts) -> Parts:
    """Gives the data plane to the admin UI."""
    return replace(parts, proxy_rules=_WithTheDataPlane)


@mutant(breaks="same-origin.unknown-routes-are-not-found")
def shows_pages_everywhere(parts: Parts) -> Parts:
    """Gives every path that is no API's to the admin UI, as a single-page app would."""
    return replace(parts, proxy_rules=_Everywhere)


@mutant(breaks="same-origin.apis-are-never-proxied")
def gives_away_unknown_api_routes(parts: Parts) -> Parts:
    """Gives routes that an API does not have to the admin UI."""
    return replace(parts, proxy_rules=_WithUnknownApiRoutes)


@mutant(breaks="same-origin.neighbours-are-not-found")
def redirects_neighbours(parts: Parts) -> Parts:
    """Sends everything that begins like the base path to the base path."""
    return replace(parts, dispatch=_RedirectsNeighbours)


@mutant(breaks="same-origin.neighbours-are-not-proxied")
def takes_neighbours_for_pages(parts: Parts) -> Parts:
    """Compares the base path by its letters, not by its segments."""
    return replace(parts, proxy_rules=_ByPrefix)


@mutant(breaks="same-origin.slow-ui-does-not-hold-the-apis")
def answers_all_with_the_same_threads(parts: Parts) -> Parts:
    """Lets the threads that answer the APIs wait for the admin UI as well, and has eight of them."""
    return replace(parts, server=_OnePool)


class _WithTheDataPlane(ProxyRules):
    def mounts(self, path: str) -> bool:
        return path.startswith("/v1/") or super().mounts(path)


class _Everywhere(ProxyRules):
    def mounts(self, path: str) -> bool:
        return not path.startswith(("/v1/", "/api/v1/")) and not is_api_path(path)

    def is_within_base(self, path: str) -> bool:
        return not path.startswith(self._base) or super().is_within_base(path)


class _WithUnknownApiRoutes(ProxyRules):
    def mounts(self, path: str) -> bool:
        return super().mounts(path) or (path.startswith(("/v1/", "/api/")) and not is_api_path(path))


class _RedirectsNeighbours(Dispatch):
    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/admin") and not self.is_for_ui(path):
            start_response("302 Found", [("location", "/admin")])
            return []
        return super().__call__(environ, start_response)


class _ByPrefix(ProxyRules):
    def mounts(self, path: str) -> bool:
        return path.startswith(self._base)


class _OnePool(GatewayServer):
    def pool_of(self, channel: StrictChannel) -> Any:  # noqa: ARG002 - whatever it asks for
        self._ui.set_thread_count(8)
        return self._ui
