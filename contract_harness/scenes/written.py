r"""
Headers and requests as a feature writes them.

A line ends with CRLF on the wire. `\r` is a bare carriage return, `\0` a null byte, `\x16` the byte of that
number; within a cell of a table `\r\n` ends a line. Words in braces stand for what only the harness knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from contract_harness.configs.patch import fill
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table, pairs

_ESCAPE = re.compile(r"\\(?:r|0|x([0-9a-f]{2}))")
_BYTES = {r"\r": "\r", r"\0": "\0"}

NONE = "(none)"
"""How a feature says that a header is not there."""

FILLINGS: Mapping[str, str] = MappingProxyType(
    {"8 KiB": "0123456789abcdef" * 512, "128 characters": "x" * 128, "129 characters": "x" * 129}
)
"""Values that are too long to be written down."""


def headers(table: Table, named: Mapping[str, str] = FILLINGS) -> Pairs:
    """The headers of a table of names and values; *named* is what the words in braces stand for."""
    return [(name, unescaped(fill(value, named))) for name, value in pairs(table)]


def sent(table: Table) -> Pairs:
    """The headers of a table that are sent: those whose value is `(none)` are not."""
    return [(name, value) for name, value in headers(table) if value != NONE]


def request(text: str, visitor: Visitor) -> bytes:
    """The request of a doc string: lines of its head, and behind an empty line its body, to the letter."""
    named = {"base path": visitor.base_path or "/", "host": visitor.host}
    head, _, body = unescaped(fill(text, named)).partition("\r\n\r\n")
    return f"{head}\r\n\r\n{body}".encode("latin-1")


def unescaped(text: str) -> str:
    """*text* with its escapes read, and CRLF at the end of every line but the last."""
    return _ESCAPE.sub(_byte, re.sub(r"(?:\\r)?\n", "\r\n", text))


def _byte(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _BYTES[escape[0]]
