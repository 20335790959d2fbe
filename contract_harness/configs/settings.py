"""What an operator types: commands, and the flags and variables of a start. Source: observed gateway, 7.1."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

Settings = Sequence[tuple[str, str]]
"""Option and value, in order; an option that begins with a dash is a flag, any other a variable.

A flag that ends with an equals sign is one word with its value.
"""

_COMMANDS = {
    ("config", "validate"): "config-validate",
    ("migrate",): "migrate",
    ("bootstrap-admin",): "bootstrap-admin",
    ("seed-config",): "seed-config",
    ("serve",): "serve",
    (): "start",
}
"""The words of a command, and what a target file calls it; without any, the program alone."""


def as_typed(words: str) -> tuple[str, list[str]]:
    """The command of a target file and its further arguments, from the words an operator types."""
    typed = shlex.split(words)
    known = next(known for known in _COMMANDS if tuple(typed[: len(known)]) == known)
    return _COMMANDS[known], typed[len(known) :]


def flags_in(settings: Settings) -> list[str]:
    """The arguments among them; a flag given twice is given twice."""
    flags = [(option, value) for option, value in settings if option.startswith("-")]
    return [
        word for flag, value in flags for word in ([flag + value] if flag.endswith("=") else [flag, value])
    ]


def variables_in(settings: Settings) -> dict[str, str]:
    """The environment variables among them."""
    return {option: value for option, value in settings if not option.startswith("-")}
