"""Wrong about the path and query that the admin UI is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin

from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.base-path-with-a-slash-is-served")
def refuses_the_last_slash(parts: Parts) -> Parts:
    """Does not know the base path with a trailing slash."""
    return replace(parts, proxy_rules=_WithoutTheLastSlash)


@mutant(breaks="same-origin.encoded-base-path-is-not-the-base-path")
def decodes_before_it_decides(parts: Parts) -> Parts:
    """Takes an encoded slash behind the base path for a slash."""
    return replace(parts, proxy_rules=_ByDecodedPath)


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


@mutant(breaks="same-origin.targets-are-not-normalised")
def resolves_dots(parts: Parts) -> Parts:
    """Resolves dot segments before it asks the admin UI."""
    return replace(parts, proxy_rules=_ResolvesDots)


@mutant(breaks="same-origin.targets-are-not-normalised")
def encodes_quotes(parts: Parts) -> Parts:
    """Encodes apostrophes in the query."""
    return replace(parts, proxy_rules=_EncodesQuotes)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def lets_dots_climb(parts: Parts) -> Parts:
    """Passes dot segments on, wherever they lead."""
    return replace(parts, proxy_rules=_LetsDotsClimb)


@mutant(breaks="same-origin.dot-segments-stay-inside")
def sees_only_plain_dots(parts: Parts) -> Parts:
    """Stops dot segments, but not when they are encoded."""
    return replace(parts, proxy_rules=_SeesOnlyPlainDots)


class _WithoutTheLastSlash(ProxyRules):
    def mounts(self, path: str) -> bool:
        return path != f"{self._base}/" and super().mounts(path)


class _ByDecodedPath(ProxyRules):
    def mounts(self, path: str) -> bool:
        return super().mounts(unquote(path).replace("\\", "/"))

    def is_within_base(self, path: str) -> bool:
        return super().mounts(path) is False or super().is_within_base(path)


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


class _ResolvesDots(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(urljoin("/", path) + mark + query)


class _EncodesQuotes(ProxyRules):
    def upstream_target(self, target: str) -> str:
        path, mark, query = target.partition("?")
        return super().upstream_target(path + mark + query.replace("'", "%27"))


class _LetsDotsClimb(ProxyRules):
    def is_within_base(self, path: str) -> bool:  # noqa: ARG002 - wherever it is
        return True


class _SeesOnlyPlainDots(ProxyRules):
    def _decoded(self, path: str) -> str:
        return path
