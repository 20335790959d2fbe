"""Wrong one step beside a config that cannot be trusted: for another command, at another depth."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from reference_gateway.config.loading import ConfigReader
from reference_gateway.config.walk import Walk
from reference_gateway.config.yaml_document import YamlDocument
from reference_gateway.mutants import mutant
from reference_gateway.mutants.bootstrap.config import LastWins

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.missing-config-is-an-error")
def seeds_the_defaults(parts: Parts) -> Parts:
    """Takes a missing config for an empty one where it is not asked to serve."""
    return replace(parts, config_reader=_DefaultsForCommands)


@mutant(breaks="bootstrap.missing-config-is-an-error")
def lists_the_defaults(parts: Parts) -> Parts:
    """Takes a missing config for an empty one where it is only asked to look."""
    return replace(parts, config_reader=_DefaultsForALook)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def knows_keys_in_any_case(parts: Parts) -> Parts:
    """Passes over a key that differs from a known one in capitals only."""
    return replace(parts, config_reader=_KnowsAnyCase)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def passes_over_keys_of_entries(parts: Parts) -> Parts:
    """Ignores unknown keys in the entries of a list."""
    return replace(parts, config_reader=_PassesOverEntries)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def passes_over_keys_of_a_budget(parts: Parts) -> Parts:
    """Ignores unknown keys three steps into the config."""
    return replace(parts, config_reader=_PassesOverDepth)


@mutant(breaks="bootstrap.unknown-config-key-is-an-error")
def checks_keys_when_it_serves(parts: Parts) -> Parts:
    """Ignores unknown keys unless it is asked to serve."""
    return replace(parts, config_reader=_ChecksWhenServing)


@mutant(breaks="bootstrap.key-said-twice-is-an-error")
def passes_over_a_key_said_alike(parts: Parts) -> Parts:
    """Passes over a key that stands twice where both say the same."""
    return replace(parts, config_reader=_PassesOverTheSame)


@mutant(breaks="bootstrap.key-said-twice-is-an-error")
def sees_double_at_the_top_only(parts: Parts) -> Parts:
    """Refuses a section that stands twice, and no key in a section."""
    return replace(parts, config_reader=_SeesDoubleAtTheTop)


class _DefaultsForCommands(ConfigReader):
    def document(self) -> dict[str, Any]:
        is_serving = "serve" in sys.argv
        return super().document() if is_serving or self._path.exists() else {}


class _DefaultsForALook(ConfigReader):
    def document(self) -> dict[str, Any]:
        is_looking = "--status" in sys.argv
        return super().document() if not is_looking or self._path.exists() else {}


class _KnowsCapitals(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        if str(name).lower() in known:
            del section[name]
        else:
            super().unknown(section, name, known, path)


class _KnowsAnyCase(ConfigReader):
    walk = _KnowsCapitals


class _IgnoresEntries(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        if path.endswith("]"):
            del section[name]
        else:
            super().unknown(section, name, known, path)


class _PassesOverEntries(ConfigReader):
    walk = _IgnoresEntries


class _IgnoresDepth(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        if path.endswith(".budget"):
            del section[name]
        else:
            super().unknown(section, name, known, path)


class _PassesOverDepth(ConfigReader):
    walk = _IgnoresDepth


class _IgnoresWhenNotServing(Walk):
    def unknown(self, section: dict[Any, Any], name: Any, known: Sequence[str], path: str) -> None:
        if "serve" in sys.argv:
            super().unknown(section, name, known, path)
        else:
            del section[name]


class _ChecksWhenServing(ConfigReader):
    walk = _IgnoresWhenNotServing


class _FirstWins(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        node.value.reverse()
        return super().construct_mapping(node, deep)


class _PassesOverTheSame(ConfigReader):
    @property
    def _parsed(self) -> YamlDocument:
        content = self._path.read_bytes()
        last = LastWins(content)
        is_alike = yaml.load(content, _FirstWins) == last.data  # noqa: S506 - a safe loader
        return last if is_alike else YamlDocument(content)


class _SeesDoubleAtTheTop(ConfigReader):
    @property
    def _parsed(self) -> YamlDocument:
        content = self._path.read_bytes()
        names = [line.partition(b":")[0] for line in content.splitlines() if line[:1].isalpha()]
        return YamlDocument(content) if len(names) > len(set(names)) else LastWins(content)
