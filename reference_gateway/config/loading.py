"""From a path to a document, or to every reason why not."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from reference_gateway.config.document import GatewayConfig
from reference_gateway.config.references import ReferenceUnresolved
from reference_gateway.config.relations import problems
from reference_gateway.config.walk import Problem, Walk
from reference_gateway.config.yaml_document import NotYaml, YamlDocument
from reference_gateway.domain.faults import Unusable

MAX_CONFIG_BYTES = 4 * 1024 * 1024


class ConfigError(Unusable):
    """The configuration cannot be used."""


class ConfigReader:
    """Reads one file; each step is a method."""

    walk = Walk

    def __init__(self, path: Path, env: Mapping[str, str]) -> None:
        self._path = path
        self._env = env

    @cached_property
    def _parsed(self) -> YamlDocument:
        return _parse(self._path, _read(self._path))

    def load(self) -> GatewayConfig:
        """The configuration, its rules checked and `database.url` known to resolve.

        Raises:
            ConfigError: missing or unreadable file, broken YAML, or any number of problems, all listed.
        """
        document = self.document()
        config, found = self.typed(document)
        found += self.relations(document)
        if config is not None:
            found += _unresolved(config, self._env)
        if found or config is None:
            raise self.refusal(sorted(set(found)))
        return config

    def refusal(self, found: list[Problem]) -> ConfigError:
        """What is said of these problems: each with its path, its line and what would be right."""
        sentences = tuple(_located(self._parsed, where, what) for where, what in found)
        count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        return ConfigError(f"configuration file {self._path} has {count}", sentences)

    def document(self) -> dict[str, Any]:
        """The file as a mapping of sections, nothing judged yet; what `x-…` holds is for anchors only."""
        # A section whose every entry is commented out reads as null; it means the defaults.
        named = {str(name): section for name, section in (self._parsed.data or {}).items()}
        return {
            name: section
            for name, section in named.items()
            if section is not None and not name.startswith("x-")
        }

    def typed(self, document: dict[str, Any]) -> tuple[GatewayConfig | None, list[Problem]]:
        """The document as values, or what is wrong with keys and types."""
        walk = self.walk()
        config: GatewayConfig | None = walk.read(GatewayConfig, document)
        return config, walk.problems

    def relations(self, document: dict[str, Any]) -> list[Problem]:
        """The broken rules between keys."""
        return list(problems(document))


def load(path: Path, env: Mapping[str, str]) -> GatewayConfig:
    """The configuration at *path*; see `ConfigReader.load`."""
    return ConfigReader(path, env).load()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_CONFIG_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(
            f"configuration file {path} does not exist; name one with --config or GATEWAY_CONFIG"
        ) from None
    except OSError as error:
        raise ConfigError(f"configuration file {path} cannot be read: {error.strerror}") from None
    if len(content) > MAX_CONFIG_BYTES:
        raise ConfigError(f"configuration file {path} is larger than {MAX_CONFIG_BYTES} bytes")
    return content


def _parse(path: Path, content: bytes) -> YamlDocument:
    try:
        document = YamlDocument(content)
    except NotYaml as error:
        raise ConfigError(f"configuration file {path} is not YAML: {error}") from None
    if not isinstance(document.data, dict | None):
        raise ConfigError(f"configuration file {path} must hold a mapping of sections, as in `server:`")
    return document


def _unresolved(config: GatewayConfig, env: Mapping[str, str]) -> Iterator[Problem]:
    if config.database.backend == "postgres" and config.database.url is not None:
        try:
            config.database.url.resolve(env)
        except ReferenceUnresolved as error:
            yield "database.url", str(error)


def _located(document: YamlDocument, where: str, what: str) -> str:
    if not where:
        return what
    line = document.line_of(where)
    return f"{where}: {what}" if line is None else f"{where} (line {line}): {what}"
