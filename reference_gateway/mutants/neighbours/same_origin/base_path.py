"""Wrong about base paths and upstreams beside those that are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_settings import BASE_PATH, UPSTREAM, UiSettings
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.base-path-is-configurable")
def strips_one_slash(parts: Parts) -> Parts:
    """Takes one slash off the end of a configured base path, where two stand."""
    return replace(parts, ui_settings=_StripsOneSlash)


@mutant(breaks="same-origin.base-path-is-configurable")
def compares_without_regard_to_case(parts: Parts) -> Parts:
    """Serves the admin UI under its base path in letters of any case."""
    return replace(parts, proxy_rules=_InAnyCase)


@mutant(breaks="same-origin.base-path-is-configurable")
def knows_two_segments(parts: Parts) -> Parts:
    """Mounts the admin UI at the first two segments of a longer base path."""
    return replace(parts, ui_settings=_TwoSegments)


@mutant(breaks="same-origin.root-mount-leaves-the-apis")
def takes_an_empty_base_path_for_none(parts: Parts) -> Parts:
    """Mounts the admin UI at /admin when its base path is configured as empty."""
    return replace(parts, ui_settings=_EmptyIsTheDefault)


@mutant(breaks="same-origin.root-mount-leaves-the-apis")
def gives_the_ui_the_admin_routes(parts: Parts) -> Parts:
    """Gives the routes that only admins use to the admin UI when that is mounted at the root."""
    return replace(parts, proxy_rules=_WithTheAdminRoutes)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def keeps_one_segment_of_the_upstream(parts: Parts) -> Parts:
    """Puts the first segment alone of the upstream's path before the visitor's path."""
    return replace(parts, ui_settings=_OneSegmentUpstream)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def wants_a_final_slash(parts: Parts) -> Parts:
    """Leaves out the last segment of an upstream's path that has no final slash, as a relative URL would."""
    return replace(parts, ui_settings=_WantsAFinalSlash)


class _StripsOneSlash(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        settings = super().from_environment(environment)
        is_doubled = environment.get(BASE_PATH, "").endswith("//")
        return replace(settings, base_path=settings.base_path + "/") if is_doubled else settings


class _InAnyCase(ProxyRules):
    def mounts(self, path: str) -> bool:
        base = self._base.lower()
        return super().mounts(path) or path.lower() == base or path.lower().startswith(f"{base}/")

    def is_within_base(self, path: str) -> bool:
        return super().is_within_base(self._base + path[len(self._base) :])


class _TwoSegments(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        settings = super().from_environment(environment)
        return replace(settings, base_path="/".join(settings.base_path.split("/")[:3]))


class _EmptyIsTheDefault(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        return super().from_environment({name: text for name, text in environment.items() if text})


class _WithTheAdminRoutes(ProxyRules):
    def mounts(self, path: str) -> bool:
        return super().mounts(path) or (not self._base and path.startswith("/api/v1/admin/"))


class _OneSegmentUpstream(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        settings = super().from_environment(environment)
        prefix = "/".join(settings.upstream.prefix.split("/")[:2])
        return replace(settings, upstream=replace(settings.upstream, prefix=prefix))


class _WantsAFinalSlash(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        settings = super().from_environment(environment)
        prefix = settings.upstream.prefix
        if not environment.get(UPSTREAM, "").endswith("/"):
            prefix = prefix.rpartition("/")[0]
        return replace(settings, upstream=replace(settings.upstream, prefix=prefix))
