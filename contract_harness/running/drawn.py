"""
Values that nobody chose: words in braces that begin with `any` are drawn by the seed of the run.

    Given the history has:
      | version             |
      | {any later version} |

A drawn value stands beside the nearest neighbours of a boundary, never in their place: these decide what a
mutant dies of, and the drawn ones keep a gateway from being made to fit them. In one example the same words
are the same value, and so they are in a second run with the same seed. A new kind is a function below, under
its words in `DRAWN`.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from contract_harness.databases.table_names import TableNames
from contract_harness.errors import HarnessError
from contract_harness.targets.target import Target

_WORDS = re.compile(r"\{(any [^{}]+)\}")
_NEWEST_VERSION = 2**31 - 1
"""What a history table's column of four bytes holds."""

_UNHEARD_OF = 500
"""Gateways go on from the baseline, and some have dozens of versions behind it; none has so many."""

Draw = Callable[[random.Random, Target], str]
"""One value; raises NotObservable when this target cannot express it."""


def _later_version(chance: random.Random, _target: Target) -> str:
    near, far = (_UNHEARD_OF, 998), (1000, _NEWEST_VERSION)
    return f"v{chance.randint(*(near if chance.random() < 0.5 else far))}"


def _earlier_version(chance: random.Random, _target: Target) -> str:
    return f"v{chance.randint(2, 15)}"


def _application_table(chance: random.Random, target: Target) -> str:
    return chance.choice(sorted(TableNames(target.tables).promised))


def _word_but_a_toggle(chance: random.Random, _target: Target) -> str:
    return _word(chance, "q")


def _amount(chance: random.Random, _target: Target) -> str:
    return f"{chance.randint(1, 99_999)}.{chance.randint(1, 9_999):04}"


def _word(chance: random.Random, first: str) -> str:
    return first + "".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))


DRAWN: Mapping[str, Draw] = MappingProxyType(
    {
        "any later version": _later_version,
        "any earlier version": _earlier_version,
        "any application table": _application_table,
        "any word but true and false": _word_but_a_toggle,
        "any amount": _amount,
    }
)


class Drawing:
    """The values of one example.

    Attributes:
        seed: of the run.
        values: what was drawn, by its words.
    """

    def __init__(self, seed: int, example: str, target: Target) -> None:
        self.seed = seed
        self._example = example
        self._target = target
        self.values: dict[str, str] = {}

    def fill(self, steps: Iterable[Any]) -> None:
        """Put drawn values into the steps of a scenario of pytest-bdd, in place.

        Raises:
            HarnessError: a feature asks for values that nobody knows how to draw.
            NotObservable: the target cannot express one.
        """
        for step in steps:
            step.name = self._filled(step.name)
            if step.docstring is not None:
                step.docstring = self._filled(step.docstring)
            for row in step.datatable.rows if step.datatable else ():
                for cell in row.cells:
                    cell.value = self._filled(cell.value)

    def _filled(self, text: str) -> str:
        return _WORDS.sub(lambda match: self._value(match[1]), text)

    def _value(self, words: str) -> str:
        if words not in DRAWN:
            known = ", ".join(DRAWN)
            raise HarnessError(f"a feature speaks of {{{words}}}; drawn are: {known}. Correct the feature.")
        if words not in self.values:
            chance = random.Random(f"{self.seed} {self._example} {words}")  # noqa: S311 - not a secret
            self.values[words] = DRAWN[words](chance, self._target)
        return self.values[words]
