"""
Variables in a compose file, as the Compose specification has them.

`${A}`, `${A:-default}`, `${A-default}`, `${A:?why}`, `${A?why}`, `${A:+other}`, `${A+other}`, `$A` and `$$`;
a default may itself hold variables. Source: Compose specification, interpolation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_START = re.compile(r"\$(?:(?P<escaped>\$)|(?P<named>[A-Za-z_]\w*)|(?P<braced>\{))")
_NAME = re.compile(r"(?P<name>[A-Za-z_]\w*)(?P<rule>:?[-?+])?")


class InterpolationError(Exception):
    """A value cannot be filled in; the message says which and why."""


class RequiredVariable(InterpolationError):
    """A variable that must be given was not.

    Attributes:
        name: of the variable.
    """

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"required variable {name} is missing a value: {why or 'it has no default'}")


def interpolated(document: Any, environment: Mapping[str, str]) -> Any:
    """A copy of a YAML document with every string filled in; keys stay as they are.

    Raises:
        InterpolationError: a required variable is missing, or a value is malformed.
    """
    return _mapped(document, lambda text: filled(text, environment))


def required(document: Any) -> list[str]:
    """The names of the variables that must be given, in order of appearance, each once."""
    return [name for name, rules in references(document).items() if any("?" in rule for rule in rules)]


def references(document: Any) -> dict[str, set[str]]:
    """The variables a document refers to, each with its rules (`:?`, `-`); "" for one without."""
    found: dict[str, set[str]] = {}
    _mapped(document, lambda text: _refer(text, found))
    return found


def filled(text: str, environment: Mapping[str, str]) -> str:
    """One string, filled in.

    Raises:
        InterpolationError: as `interpolated`.
    """
    pieces, at = [], 0
    while started := _START.search(text, at):
        pieces.append(text[at : started.start()])
        at = started.end()
        if started["escaped"]:
            pieces.append("$")
        elif started["named"]:
            pieces.append(environment.get(started["named"], ""))
        else:
            end = _closing(text, at)
            pieces.append(_expanded(text[at:end], environment))
            at = end + 1
    return "".join([*pieces, text[at:]])


def _expanded(expression: str, environment: Mapping[str, str]) -> str:
    name, rule, rest = _parts(expression)
    value = environment.get(name)
    is_given = bool(value) if rule.startswith(":") else value is not None
    if rule.endswith("?") and not is_given:
        raise RequiredVariable(name, filled(rest, environment))
    if rule.endswith("+"):
        return filled(rest, environment) if is_given else ""
    if rule.endswith("-") and not is_given:
        return filled(rest, environment)
    return value or ""


def _parts(expression: str) -> tuple[str, str, str]:
    """Name, rule (`:-`, `?`, …, or nothing) and what stands behind it."""
    begun = _NAME.match(expression)
    if begun is None or (begun["rule"] is None and begun.end() != len(expression)):
        raise InterpolationError(f"${{{expression}}} is no variable: write ${{NAME}} or ${{NAME:-default}}")
    return begun["name"], begun["rule"] or "", expression[begun.end() :]


def _closing(text: str, at: int) -> int:
    depth = 1
    for place in range(at, len(text)):
        if text.startswith("${", place):
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    raise InterpolationError(f"{text!r} opens ${{ and does not close it")


def _refer(text: str, found: dict[str, set[str]]) -> None:
    at = 0
    while started := _START.search(text, at):
        at = started.end()
        if started["named"]:
            found.setdefault(started["named"], set()).add("")
        elif started["braced"]:
            end = _closing(text, at)
            name, rule, rest = _parts(text[at:end])
            found.setdefault(name, set()).add(rule)
            _refer(rest, found)
            at = end + 1


def _mapped(document: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(document, str):
        return change(document)
    if isinstance(document, list):
        return [_mapped(one, change) for one in document]
    if isinstance(document, dict):
        return {key: _mapped(one, change) for key, one in document.items()}
    return document
