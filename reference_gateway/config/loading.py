"""From a path to a document, or to every reason why not."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from reference_gateway.config.document import GatewayConfig
from reference_gateway.config.lines import line_of
from reference_gateway.config.references import ReferenceUnresolved
from reference_gateway.config.relations import problems
from reference_gateway.config.walk import Problem, Walk
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
        content = _read(self._path)
        sentences = tuple(_located(content, where, what) for where, what in found)
        count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        return ConfigError(f"configuration file {self._path} has {count}", sentences)

    def document(self) -> dict[str, Any]:
        """The file as a mapping of sections, nothing judged yet."""
        return _parse(self._path, _read(self._path))

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


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml where it is built in
    """Safe YAML in which a mapping may not say the same key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key}` stands twice in one mapping", node.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    try:
        document = yaml.load(content, Loader=_Loader)  # noqa: S506 - a safe loader, made stricter
    except yaml.YAMLError as error:
        raise ConfigError(f"configuration file {path} is not YAML: {_where(error)}") from None
    except RecursionError:
        raise ConfigError(f"configuration file {path} is nested too deeply") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise ConfigError(f"configuration file {path} must hold a mapping of sections, as in `server:`")
    # A section whose every entry is commented out reads as null; it means the defaults.
    return {str(name): section for name, section in document.items() if section is not None}


def _where(error: yaml.YAMLError) -> str:
    """What and where; never a line of the file, which may hold a secret."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"{error.problem} (line {mark.line + 1}, column {mark.column + 1})"
    return "it is not readable as text"


def _unresolved(config: GatewayConfig, env: Mapping[str, str]) -> Iterator[Problem]:
    if config.database.backend == "postgres" and config.database.url is not None:
        try:
            config.database.url.resolve(env)
        except ReferenceUnresolved as error:
            yield "database.url", str(error)


def _located(content: bytes, where: str, what: str) -> str:
    if not where:
        return what
    line = line_of(content, where)
    return f"{where}: {what}" if line is None else f"{where} (line {line}): {what}"
