"""Wrong about the spelling of paths and queries beside those that are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reference_gateway.http.proxy.admin_proxy import AdminProxy
from reference_gateway.http.proxy.rules import Inbound, ProxyRules
from reference_gateway.http.proxy.ui_client import UiAnswer, UiClient
from reference_gateway.http.proxy.ui_messages import UiRequest
from reference_gateway.http.wsgi import StartResponse
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.raw-path-is-forwarded")
def decodes_dots_inside_names(parts: Parts) -> Parts:
    """Decodes an encoded dot that is only part of a name."""
    return replace(parts, proxy_rules=_with_path(lambda path: re.sub("(?i)%2e", ".", path)))


@mutant(breaks="same-origin.raw-path-is-forwarded")
def decodes_what_is_encoded_twice(parts: Parts) -> Parts:
    """Takes one encoding off a path that is encoded twice."""
    return replace(parts, proxy_rules=_with_path(lambda path: re.sub("%25([0-9A-F]{2})", r"%\1", path)))


@mutant(breaks="same-origin.raw-path-is-forwarded")
def tidies_the_paths_of_writes(parts: Parts) -> Parts:
    """Makes one slash of two in the path of whatever is no GET."""
    return replace(parts, ui_client=_TidiesWrites)


@mutant(breaks="same-origin.raw-query-is-forwarded")
def decodes_encoded_pluses(parts: Parts) -> Parts:
    """Makes a plus, and so a space, of an encoded plus in a query."""
    return replace(parts, proxy_rules=_with_query(lambda query: re.sub("(?i)%2b", "+", query)))


@mutant(breaks="same-origin.raw-query-is-forwarded")
def parts_pairs_at_semicolons(parts: Parts) -> Parts:
    """Writes an ampersand for a semicolon in a query."""
    return replace(parts, proxy_rules=_with_query(lambda query: query.replace(";", "&")))


@mutant(breaks="same-origin.targets-are-not-normalised")
def resolves_climbs_that_stay_inside(parts: Parts) -> Parts:
    """Resolves a dot segment that leads to another page below the base path."""
    return replace(parts, proxy_rules=_with_path(lambda path: re.sub(r"/[^/.]+/\.\./", "/", path)))


@mutant(breaks="same-origin.targets-are-not-normalised")
def drops_an_empty_query(parts: Parts) -> Parts:
    """Leaves out a question mark with nothing behind it."""
    return replace(parts, proxy_rules=_DropsAnEmptyQuery)


@mutant(breaks="same-origin.base-path-with-a-slash-is-served")
def knows_the_last_slash_without_a_query(parts: Parts) -> Parts:
    """Finds nothing at the base path with a trailing slash when a query follows."""
    return replace(parts, admin_proxy=_KnowsTheSlashAlone)


@mutant(breaks="same-origin.base-path-with-a-slash-is-served")
def leads_the_last_slash_nowhere(parts: Parts) -> Parts:
    """Redirects the base path with a trailing slash to itself."""
    return replace(parts, admin_proxy=_LeadsToItself)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def counts_empty_segments(parts: Parts) -> Parts:
    """Takes an empty segment for a step down, so that one climb more stays unseen."""
    return replace(parts, proxy_rules=_CountsEmptySegments)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def knows_encoded_slashes_in_small_letters(parts: Parts) -> Parts:
    """Sees an encoded slash behind dots when it is written in small letters."""
    return replace(
        parts, proxy_rules=_decoded_by(lambda path: unquote(path.replace("%2F", "-").replace("%5C", "-")))
    )


@mutant(breaks="same-origin.dot-segments-stay-inside")
def knows_plain_parameters(parts: Parts) -> Parts:
    """Sees a path parameter behind dots when its semicolon is not encoded."""
    return replace(parts, proxy_rules=_decoded_by(lambda path: unquote(re.sub("(?i)%3b", "-", path))))


@mutant(breaks="same-origin.encoded-base-path-is-not-the-base-path")
def decodes_slashes_in_small_letters(parts: Parts) -> Parts:
    """Takes an encoded slash behind the base path for a slash when it is written in small letters."""
    return replace(parts, proxy_rules=_mounting("%2f"))


@mutant(breaks="same-origin.encoded-base-path-is-not-the-base-path")
def decodes_question_marks(parts: Parts) -> Parts:
    """Takes an encoded question mark behind the base path for the beginning of a query."""
    return replace(parts, proxy_rules=_mounting("%3F"))


@mutant(breaks="same-origin.encoded-base-path-is-not-the-base-path")
def ends_a_path_at_a_null_byte(parts: Parts) -> Parts:
    """Reads a path as far as an encoded null byte."""
    return replace(parts, proxy_rules=_mounting("%00"))


def _with_path(change: Callable[[str], str]) -> type[ProxyRules]:
    class WithPathRules(ProxyRules):
        def upstream_target(self, target: str) -> str:
            path, mark, query = target.partition("?")
            return super().upstream_target(change(path) + mark + query)

    return WithPathRules


def _with_query(change: Callable[[str], str]) -> type[ProxyRules]:
    class WithQueryRules(ProxyRules):
        def upstream_target(self, target: str) -> str:
            path, mark, query = target.partition("?")
            return super().upstream_target(path + mark + change(query))

    return WithQueryRules


def _decoded_by(decode: Callable[[str], str]) -> type[ProxyRules]:
    class DecodedByRules(ProxyRules):
        def _decoded(self, path: str) -> str:
            return decode(path).replace("\\", "/")

    return DecodedByRules


def _mounting(mark: str) -> type[ProxyRules]:
    """Takes the base path with *mark* behind it for a page."""

    class SpellingRules(ProxyRules):
        def mounts(self, path: str) -> bool:
            return super().mounts(path) or path.startswith(self._base + mark)

        def is_within_base(self, path: str) -> bool:
            return path.startswith(self._base + mark) or super().is_within_base(path)

    return SpellingRules


class _TidiesWrites(UiClient):
    def exchange(self, request: UiRequest, is_abandoned: Callable[[], bool]) -> UiAnswer:
        target = request.target if request.method == "GET" else request.target.replace("//", "/")
        return super().exchange(replace(request, target=target), is_abandoned)


class _DropsAnEmptyQuery(ProxyRules):
    def upstream_target(self, target: str) -> str:
        return super().upstream_target(target.removesuffix("?"))


class _KnowsTheSlashAlone(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if not inbound.path.endswith("/") or "?" not in inbound.target:
            return super().relay(answer, inbound, start)
        answer.close()
        start("404 Not Found", [("content-type", "text/plain")])
        return [b"nothing here"]


class _LeadsToItself(AdminProxy):
    def relay(self, answer: UiAnswer, inbound: Inbound, start: StartResponse) -> Iterable[bytes]:
        if not inbound.path.endswith("/"):
            return super().relay(answer, inbound, start)
        answer.close()
        start("301 Moved Permanently", [("location", inbound.path)])
        return []


class _CountsEmptySegments(ProxyRules):
    def is_within_base(self, path: str) -> bool:
        below = self._decoded(path).removeprefix(self._base)
        return super().is_within_base(self._base + below.replace("//", "/empty/"))
