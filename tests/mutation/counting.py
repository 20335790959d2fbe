"""What mutmut found, counted: how many changes were noticed, and which were not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

SURVIVED = {0: "survived", 5: "no test reaches it", 33: "no test reaches it"}
SKIPPED = {34, 37}
"""By hand, or because a type checker refuses them."""


@dataclass(frozen=True)
class Count:
    """One mutated module, or several.

    Attributes:
        survivors: why, by the name of the mutant.
        unknown: how many have not been tried.
    """

    killed: int
    survivors: Mapping[str, str]
    unknown: int

    @property
    def share(self) -> float:
        """Of those that were tried, how many were noticed; nothing tried is nothing noticed."""
        tried = self.killed + len(self.survivors)
        return self.killed / tried if tried else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.killed + other.killed, {**self.survivors, **other.survivors}, self.unknown + other.unknown
        )


def counted(folder: Path, patterns: list[str]) -> Iterator[tuple[str, Count]]:
    """Each module of which something was mutated, with its count.

    Args:
        folder: mutmut's own, `mutants`.
        patterns: names of mutants with wildcards, as mutmut takes them; empty for all.
    """
    for file in sorted(folder.rglob("*.py.meta")):
        codes = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        chosen = {
            name: code
            for name, code in codes.items()
            if not patterns or any(fnmatch(name, pattern) for pattern in patterns)
        }
        survivors = {name: SURVIVED[code] for name, code in chosen.items() if code in SURVIVED}
        unknown = sum(code is None for code in chosen.values())
        skipped = sum(code in SKIPPED for code in chosen.values())
        if chosen:
            module = file.relative_to(folder).as_posix().removesuffix(".py.meta").replace("/", ".")
            yield module, Count(len(chosen) - len(survivors) - unknown - skipped, survivors, unknown)
