"""What the quoted words of a feature stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from contract_harness.errors import HarnessError

T = TypeVar("T")


def meant(by_words: Mapping[str, T], words: str) -> T:
    """What *words* stand for.

    Raises:
        HarnessError: a feature says something nobody knows.
    """
    if words not in by_words:
        known = ", ".join(f'"{one}"' for one in by_words)
        raise HarnessError(f'a feature says "{words}"; known are: {known}. Correct the feature.')
    return by_words[words]
