"""
What was observed, in the words of the wire and never in Python's: no `None`, no `b'…'`, no brackets.

Whatever is put into what was promised or observed goes through here, unless it is text or a number already.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Collection, Iterable, Mapping

NOTHING = "nothing"
_SHOWN_BYTES = 80


def plain(value: object, nothing: str = NOTHING) -> str:
    """*value* in words: `a, b` for several, `name: value` for what has names, text and numbers as they are.

    Args:
        nothing: what None and an empty collection are called.
    """
    if value is None:
        return nothing
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes | bytearray):
        return octets(bytes(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {plain(one, nothing)}" for name, one in value.items()) or nothing
    if isinstance(value, Collection) and not isinstance(value, str):
        return ", ".join(plain(one, nothing) for one in value) or nothing
    return str(value)


def ended(exit_code: int) -> str:
    """How a process ended by itself: its exit code, or the name of the signal that a negative one is."""
    if exit_code >= 0:
        return f"exit code {exit_code}"
    known = {one.value: one.name for one in signal.Signals}
    return known.get(-exit_code, f"signal {-exit_code}")


def typed(values: Mapping[str, object], nothing: str = NOTHING) -> str:
    """*values* by name, each as JSON has it, where text and a number or truth may look alike."""
    shown = (f"{name}: {nothing if one is None else document(one)}" for name, one in values.items())
    return ", ".join(shown) or nothing


def octets(data: bytes, most: int = _SHOWN_BYTES) -> str:
    """The first *most* bytes on one line, with an escape for each that is no character of a line."""
    text = data[:most].decode("utf-8", "backslashreplace")
    shown = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    return f"{shown}…" if len(data) > most else shown or NOTHING


def lines(headers: Iterable[tuple[str, str]]) -> str:
    """Headers as they stand in a message, each on a line."""
    return "\n".join(f"{name}: {value}" for name, value in headers)


def document(value: object) -> str:
    """A document as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False, default=plain)


def fault(error: BaseException) -> str:
    """What an error says of itself, without its number or the name of its class."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    first = said.strip().partition("\n")[0]
    return (first[:1].lower() + first[1:] if isinstance(error, OSError) else first) or "no reason given"
