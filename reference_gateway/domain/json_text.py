"""
JSON from the other party, whoever it is: what is read here can be written again, as JSON, in UTF-8.

Python's own reader takes more (NaN, infinities, 1e999, halves of surrogate pairs) and fails in its own way
(depth, integers of thousands of digits).
"""

import json
import math
import re
from typing import Any

MOST_VALUES = 1_000_000
"""Small values cost forty times their bytes, and hold the interpreter while they are read."""

_BEFORE_VALUES = (b",", b"[", b"{")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class NotJson(ValueError):
    """It is not one JSON value in UTF-8."""


class TooManyValues(ValueError):
    """It has more than are read."""


def read(text: bytes, *, takes_halves: bool = False, most_values: int = MOST_VALUES) -> Any:
    """The one value in *text*, in work and memory that are linear in its bytes.

    Args:
        takes_halves: the caller looks himself for halves of surrogate pairs in the strings he uses.

    Raises:
        NotJson, TooManyValues: see there.
    """
    if _values(text) > most_values and _has_more_values(text, most_values):
        raise TooManyValues
    try:
        value = json.loads(text.decode(), parse_constant=_no_number, parse_float=_finite)
        if not takes_halves and _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    return value


def _has_more_values(text: bytes, most: int) -> bool:
    """Whether *text*, if it is JSON, has more values than that; what stands in strings is none.

    Before each value or its name stands a comma or a bracket, so there are at most twice as many strings.
    """
    plain = text.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in text else text
    if plain.count(b'"') > 4 * most + 4:
        return True
    return sum(map(_values, plain.split(b'"')[::2])) > most


def _values(text: bytes) -> int:
    return sum(map(text.count, _BEFORE_VALUES))


def _no_number(name: str) -> None:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
