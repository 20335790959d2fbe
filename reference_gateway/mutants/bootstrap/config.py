"""Wrong about which config it may trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.config.walk import Walk
from reference_gateway.mutants import mutant

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.missing-config-is-an-error")
def keeps_the_missing_file_to_itself(parts: Parts) -> Parts:
    """Refuses to start without a config file and does not say which one is missing."""
    return replace(parts, config_reader=_NamesNoFile)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def passes_over_unknown_keys(parts: Parts) -> Parts:
    """Ignores config keys it does not know."""
    return replace(parts, config_reader=_PassesOverUnknownKeys)


class _NamesNoFile(ConfigReader):
    def document(self) -> dict[str, Any]:
        if not self._path.exists():
            raise ConfigError("the configuration cannot be read")
        return super().document()


class _DropsUnknownKeys(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        del section[name], known, path


class _PassesOverUnknownKeys(ConfigReader):
    walk = _DropsUnknownKeys
