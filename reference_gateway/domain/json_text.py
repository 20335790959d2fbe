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

# One that does not end goes on to the end: else each quote in it would be tried again.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.S)
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class NotJson(ValueError):
    """It is not one JSON value in UTF-8."""


class TooManyValues(ValueError):
    """It is one, of more than `MOST_VALUES`."""


def read(text: bytes, *, takes_halves: bool = False) -> Any:
    """The one value in *text*, in work and memory that are linear in its bytes.

    Args:
        takes_halves: the caller looks himself for halves of surrogate pairs in the strings he uses.

    Raises:
        NotJson, TooManyValues: see there.
    """
    if text.count(b",") > MOST_VALUES and _STRINGS.sub(b"", text).count(b",") > MOST_VALUES:
        raise TooManyValues
    try:
        value = json.loads(text.decode(), parse_constant=_no_number, parse_float=_finite)
        if not takes_halves and _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    return value


def _no_number(name: str) -> None:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
