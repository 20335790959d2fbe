"""
A YAML file, read once: its values, and the line each of them stands at.

What is said of a file that cannot be read never quotes it: any line of it may hold a secret.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")
_QUOTED = re.compile(r"""\s*['"].*['"]""", re.S)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_TAG_NEEDS_QUOTES = "a value that begins with `!` is a tag; put it in quotes if it is none"


class NotYaml(ValueError):
    """The text cannot be read; the message says why and where."""


class YamlDocument:
    """One document.

    Args:
        content: of the file.

    Attributes:
        data: None for an empty file.

    Raises:
        NotYaml: it is no YAML, or more of it than a configuration takes.
    """

    def __init__(self, content: bytes) -> None:
        try:
            loader = _Loader(content)
            try:
                self._root: yaml.Node | None = loader.get_single_node()
                self.data: Any = None if self._root is None else loader.construct_document(self._root)
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            raise NotYaml(_told(error)) from None
        except RecursionError:
            raise NotYaml("it is nested too deeply") from None
        self._below: dict[int, dict[str, tuple[int, yaml.Node]]] = {}

    def line_of(self, path: str) -> int | None:
        """The line, counted from 1, of the longest part of *path* that is there; None when none of it is.

        Args:
            path: such as `models[0].routes[1].provider`.
        """
        node, line = self._root, None
        for step in _STEP.findall(path):
            found = self._children(node).get(step)
            if found is None:
                break
            line, node = found
        return line

    def _children(self, node: yaml.Node | None) -> dict[str, tuple[int, yaml.Node]]:
        """What stands below *node*, by step; listed once, however often it is asked for."""
        if node is not None and id(node) not in self._below:
            self._below[id(node)] = dict(_listed(node))
        return self._below.get(id(node), {})


def _listed(node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        for index, each in enumerate(node.value):
            yield f"[{index}]", (each.start_mark.line + 1, each)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, (key.start_mark.line + 1, value)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml where it is built in
    """Safe YAML in which a mapping may not say the same key twice, and a date is text."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of *node*; PyYAML lets through what Python says of `!!int abc` or `0b_`."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError):
            raise yaml.constructor.ConstructorError(
                None, None, "a value is not what it looks like; put it in quotes", node.start_mark
            ) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Its keys and values."""
        seen = set()
        for key, _ in node.value if node.id == "mapping" else ():
            if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key.value}` stands twice in one mapping", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping

    def construct_tagged(self, node: yaml.Node) -> Any:
        """Never a value: a tag that a configuration has no use for, or that nobody knows."""
        raise yaml.constructor.ConstructorError(None, None, _TAG_NEEDS_QUOTES, node.start_mark)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != _TIMESTAMP]
    for first, known in _Loader.yaml_implicit_resolvers.items()
}
for _tag in (_TIMESTAMP, *(f"tag:yaml.org,2002:{name}" for name in ("binary", "omap", "pairs", "set")), None):
    _Loader.add_constructor(_tag, _Loader.construct_tagged)


def _told(error: yaml.YAMLError) -> str:
    """What and where, without what the parser quotes of the file."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        problem = _QUOTED.sub("", error.problem or "it cannot be read")
        return f"{problem} (line {mark.line + 1}, column {mark.column + 1})"
    return "it is not readable as text"
