"""What every section of the document has in common, and the checked texts they share."""

import math
import re
from typing import Annotated

import msgspec

from reference_gateway.config.references import MAY_REFER
from reference_gateway.domain.identity import normalized_email
from reference_gateway.domain.spend import usd_1e4

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Frozen and closed; made by `config.walk` only, which holds it to its annotations.

    A function among the notes of an annotation checks the value: what it returns is kept, and what it
    raises, a ValueError, is told.
    """


def _non_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _email(text: str) -> str:
    normalized = normalized_email(text)
    if "@" not in normalized:
        raise ValueError("must be an email address with an `@`")
    return normalized


def _usd(text: str) -> str:
    try:
        usd_1e4(text)
    except ValueError as error:
        raise ValueError(f'{error}; write it like "12.50"') from None
    return text


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError("must be a finite number")
    return number


def header_value(text: str) -> str:
    """*text*, which a header can carry.

    Raises:
        ValueError: it cannot; the message does not repeat it.
    """
    if text != text.strip():
        raise ValueError("must not begin or end with a blank or a line break")
    if not all(char.isprintable() and ord(char) < 256 for char in text):
        raise ValueError(
            "must hold only what a header can carry: no control characters, nothing beyond Latin-1"
        )
    return text


def _header_name(text: str) -> str:
    if _TOKEN.fullmatch(text) is None:
        raise ValueError("must be the name of a header, as in `x-team`")
    return text


NonBlank = Annotated[str, _non_blank]
Email = Annotated[str, _email]
UsdText = Annotated[str, _usd]
Positive = Annotated[int, msgspec.Meta(gt=0)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Amount = Annotated[float, msgspec.Meta(ge=0), _finite]
HeaderName = Annotated[str, _header_name]
HeaderText = Annotated[str, header_value, MAY_REFER]
"""A text, or a reference to one."""
