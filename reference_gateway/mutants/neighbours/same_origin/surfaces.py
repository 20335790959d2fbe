"""Wrong about which surface a request belongs to, one step beside those that are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.http.dispatch import Dispatch
from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.server.channel import StrictChannel
from reference_gateway.http.server.serving import READINESS_PATH, GatewayServer
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.three-surfaces-answer")
def takes_readiness_for_a_page(parts: Parts) -> Parts:
    """Gives the readiness route to the admin UI."""
    return replace(parts, proxy_rules=_mounting("/readyz"))


@mutant(breaks="same-origin.three-surfaces-answer")
def takes_the_admin_routes_for_pages(parts: Parts) -> Parts:
    """Gives the routes of the API that only admins use to the admin UI."""
    return replace(parts, proxy_rules=_mounting("/api/v1/admin"))


@mutant(breaks="same-origin.unknown-routes-are-not-found")
def shows_a_page_at_the_names_of_apis(parts: Parts) -> Parts:
    """Shows a page at the name of an API, where no route is."""
    return replace(parts, dispatch=_answering(_is_name, "200 OK"))


@mutant(breaks="same-origin.unknown-routes-are-not-found")
def refuses_forms_for_unknown_routes(parts: Parts) -> Parts:
    """Says of a route that does not exist that it lacks the method."""
    return replace(parts, dispatch=_answering(_is_unknown_form, "405 Method Not Allowed"))


@mutant(breaks="same-origin.apis-are-never-proxied")
def gives_away_the_options(parts: Parts) -> Parts:
    """Asks the admin UI which methods an API has."""
    return replace(parts, dispatch=_GivesAwayOptions)


@mutant(breaks="same-origin.apis-are-never-proxied")
def gives_away_the_names_of_apis(parts: Parts) -> Parts:
    """Gives the name of an API, without a route behind it, to the admin UI."""
    return replace(parts, proxy_rules=_MountsNames)


@mutant(breaks="same-origin.apis-are-never-proxied")
def gives_away_doubled_slashes(parts: Parts) -> Parts:
    """Gives whatever begins with two slashes to the admin UI."""
    return replace(parts, proxy_rules=_mounting("//"))


@mutant(breaks="same-origin.neighbours-are-not-found")
def redirects_whoever_adds_a_parameter(parts: Parts) -> Parts:
    """Sends the base path with a parameter behind it to the base path."""
    return replace(parts, dispatch=_answering(lambda _, path: path.startswith("/admin;"), "302 Found"))


@mutant(breaks="same-origin.neighbours-are-not-found")
def forbids_old_names(parts: Parts) -> Parts:
    """Forbids a path that is the base path with a dot behind it."""
    return replace(parts, dispatch=_answering(lambda _, path: path == "/admin.", "403 Forbidden"))


@mutant(breaks="same-origin.neighbours-are-not-proxied")
def ends_the_base_path_at_punctuation(parts: Parts) -> Parts:
    """Takes the base path for ended by anything that may not stand in a name."""
    return replace(parts, proxy_rules=_mounting_neighbours(r"[;:@]"))


@mutant(breaks="same-origin.neighbours-are-not-proxied")
def overlooks_blanks(parts: Parts) -> Parts:
    """Overlooks an encoded blank behind the base path."""
    return replace(parts, proxy_rules=_mounting_neighbours("%20"))


@mutant(breaks="same-origin.slow-ui-does-not-hold-the-apis")
def reads_sessions_with_the_uis_threads(parts: Parts) -> Parts:
    """Lets sessions wait for the threads that wait for the admin UI."""
    return replace(parts, server=_sharing("/api/v1/auth"))


@mutant(breaks="same-origin.slow-ui-does-not-hold-the-apis")
def is_ready_with_the_uis_threads(parts: Parts) -> Parts:
    """Lets readiness wait for the threads that wait for the admin UI."""
    return replace(parts, server=_sharing(READINESS_PATH))


@mutant(breaks="same-origin.slow-ui-does-not-hold-the-apis")
def completes_with_the_uis_threads(parts: Parts) -> Parts:
    """Lets completions wait for the threads that wait for the admin UI."""
    return replace(parts, server=_sharing("/v1/chat"))


_NAMES = frozenset({"/api", "/api/v1", "/v1"})


def _is_name(method: str, path: str) -> bool:
    del method
    return path in _NAMES


def _is_unknown_form(method: str, path: str) -> bool:
    return method == "POST" and path.endswith("/no-such-route")


def _mounting(prefix: str) -> type[ProxyRules]:
    class MountingRules(ProxyRules):
        def mounts(self, path: str) -> bool:
            return path.startswith(prefix) or super().mounts(path)

    return MountingRules


def _mounting_neighbours(mark: str) -> type[ProxyRules]:
    class MountingNeighboursRules(ProxyRules):
        def mounts(self, path: str) -> bool:
            return super().mounts(path) or re.match(re.escape(self._base) + mark, path) is not None

    return MountingNeighboursRules


class _MountsNames(ProxyRules):
    def mounts(self, path: str) -> bool:
        return path in _NAMES or super().mounts(path)


class _GivesAwayOptions(Dispatch):
    def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "OPTIONS" and environ["PATH_INFO"].startswith("/v1/"):
            return self._ui(environ, start)
        return super().answer(environ, start)


def _answering(is_meant: Callable[[str, str], bool], status: str) -> type[Dispatch]:
    """Answers some requests with a page and this status."""

    class Answering(Dispatch):
        def answer(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
            if not is_meant(environ["REQUEST_METHOD"], environ["PATH_INFO"]):
                return super().answer(environ, start)
            start(status, [("content-type", "text/html"), ("location", "/admin")])
            return [b"<!doctype html><title>Gateway</title>"]

    return Answering


def _sharing(prefix: str) -> type[GatewayServer]:
    """Answers what begins like this with the eight threads that ask the admin UI."""

    class SharingServer(GatewayServer):
        def pool_of(self, channel: StrictChannel) -> Any:
            self._ui._most = 8
            is_shared = channel.requests[0].path.startswith(prefix)
            return self._ui if is_shared else super().pool_of(channel)

    return SharingServer
