"""Wrong about which config it may trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from reference_gateway.config.loading import ConfigError, ConfigReader
from reference_gateway.config.walk import Walk
from reference_gateway.config.yaml_document import YamlDocument
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


@mutant(breaks="bootstrap.key-said-twice-is-an-error")
def takes_the_last_of_two_keys(parts: Parts) -> Parts:
    """Takes the last of two keys of one name, as most parsers do."""
    return replace(parts, config_reader=_TakesTheLast)


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


class LastWins(YamlDocument):
    def __init__(self, content: bytes) -> None:
        self.data = yaml.safe_load(content)
        self._root = None
        self._below = {}


class _TakesTheLast(ConfigReader):
    @property
    def _parsed(self) -> YamlDocument:
        return LastWins(self._path.read_bytes())
