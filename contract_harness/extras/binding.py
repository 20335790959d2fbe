"""Which sentences of feature files find a definition, as pytest-bdd would look for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.feature import get_feature
from pytest_bdd.steps import StepFunctionContext


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step of one row of one scenario. `type` is given, when or then."""

    file: Path
    line: int
    type: str
    text: str


def sentences(files: Iterable[Path]) -> Iterator[Sentence]:
    """Every sentence, with the rows of tables of examples filled in."""
    for file in files:
        feature = get_feature(str(file.parent), file.name)
        for scenario in feature.scenarios.values():
            rows = [row for examples in scenario.examples for row in examples.as_contexts()] or [{}]
            for row in rows:
                for step in scenario.render(row).steps:
                    yield Sentence(file, step.line_number, step.type, step.name)


def unbound(files: Sequence[Path], definitions: Sequence[StepFunctionContext]) -> Iterator[str]:
    """A fault for each sentence that no definition matches, told once."""
    told: set[tuple[str, str]] = set()
    for one in sentences(files):
        key = (one.type, one.text)
        if key in told or any(
            definition.type in (None, one.type) and definition.parser.is_matching(one.text)
            for definition in definitions
        ):
            continue
        told.add(key)
        yield f"{one.file}:{one.line}: no step is called {one.text!r}{_near(one, definitions)}"


def _near(one: Sentence, definitions: Sequence[StepFunctionContext]) -> str:
    names = [str(it.parser.name) for it in definitions if it.type in (None, one.type)]
    near = difflib.get_close_matches(one.text, names, n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""
