"""Wrong about where the admin UI is mounted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from reference_gateway.http.proxy.rules import ProxyRules
from reference_gateway.http.proxy.ui_settings import UiSettings
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="same-origin.base-path-is-configurable")
def knows_one_base_path(parts: Parts) -> Parts:
    """Mounts the admin UI at /admin whatever is configured."""
    return replace(parts, ui_settings=_AlwaysAtAdmin)


@mutant(breaks="same-origin.base-path-is-configurable")
def takes_the_base_path_as_written(parts: Parts) -> Parts:
    """Does not put the slash of a configured base path into its right place."""
    return replace(parts, ui_settings=_AsWritten)


@mutant(breaks="same-origin.root-mount-leaves-the-apis")
def gives_the_ui_the_whole_root(parts: Parts) -> Parts:
    """Gives the APIs to the admin UI too when that is mounted at the root."""
    return replace(parts, proxy_rules=_WholeRoot)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def forgets_the_upstreams_path(parts: Parts) -> Parts:
    """Leaves out the path that the upstream's address has."""
    return replace(parts, proxy_rules=_ForgetsTheUpstreamsPath)


@mutant(breaks="same-origin.upstream-may-have-a-path")
def doubles_the_upstreams_slash(parts: Parts) -> Parts:
    """Puts the upstream's address before the path as it is written, final slash included."""
    return replace(parts, ui_settings=_WithTheFinalSlash)


class _AlwaysAtAdmin(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        return replace(super().from_environment(environment), base_path="/admin")


class _AsWritten(UiSettings):
    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        written = environment.get("ADMIN_UI_BASE_PATH", "/admin")
        return replace(super().from_environment(environment), base_path=written)


class _WholeRoot(ProxyRules):
    def mounts(self, path: str) -> bool:
        return not self._base or super().mounts(path)


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
