"""Wrong about the path and query that the admin UI is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode

from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


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
