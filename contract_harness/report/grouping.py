"""
Telling one reason once.

A gateway that does not start breaks everything in the same words. Examples, and clauses, whose reasons
differ in nothing but durations, times, ports and folder numbers are alike: a reader is told the first of
them and how many more there are. The JSON report and the JUnit file keep every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract_harness.report.model import ClauseResult, ExampleResult, RunResult, TargetResult
from contract_harness.verdicts import Verdict

_PASSING = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,]*(?:Z|[+-]\d\d:?\d\d)?"  # a time
    r"|\b\d+(?:\.\d+)?(?:e-\d+)? ?(?:s|ms|µs)\b"  # a duration
    r"|(?<=:)\d{4,5}\b|\bport \d{4,5}\b"  # a port
    r"|/at\d+/"  # an installation's folder
)

Reason = tuple[str, ...]
"""What two alike failures have in common."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Clauses of one target that have one verdict for one reason; `first` speaks for all."""

    target: TargetResult
    first: ClauseResult
    others: tuple[ClauseResult, ...]

    @property
    def size(self) -> int:
        return 1 + len(self.others)


def reason_of(example: ExampleResult) -> Reason:
    """Why the example ended as it did, without what is never twice the same."""
    said = (example.promised, example.observed, example.detail, example.message)
    return (example.verdict.label, *(_PASSING.sub("…", text) for text in said))


def reasons_of(clause: ClauseResult) -> tuple[str, frozenset[Reason]]:
    """Every reason of a clause; equal for clauses that are alike."""
    cost = "costs nothing" if clause.fails_freely else ""
    told = (reason_of(one) for one in clause.examples if one.verdict is not Verdict.KEPT)
    return clause.verdict.label + cost + clause.reason, frozenset(told)


def distinct(examples: Iterable[ExampleResult]) -> list[tuple[ExampleResult, int]]:
    """The first example of each reason that is not kept, with how many more are like it."""
    found: dict[Reason, list[ExampleResult]] = {}
    for example in examples:
        if example.verdict is not Verdict.KEPT:
            found.setdefault(reason_of(example), []).append(example)
    return [(alike[0], len(alike) - 1) for alike in found.values()]


def grouped(pairs: Iterable[tuple[TargetResult, ClauseResult]]) -> Sequence[Alike]:
    """The clauses, alike ones together: what costs something, the most serious and the most common first."""
    found: dict[tuple[str, object], list[tuple[TargetResult, ClauseResult]]] = {}
    for target, clause in pairs:
        found.setdefault((target.name, reasons_of(clause)), []).append((target, clause))
    groups = [Alike(*alike[0], tuple(clause for _, clause in alike[1:])) for alike in found.values()]
    return sorted(groups, key=_weight, reverse=True)


def worth_telling(run: RunResult) -> Sequence[Alike]:
    """What a reader came for: everything that fails or is void."""
    return grouped(pair for pair in run.clauses if pair[1].verdict.fails or pair[1].verdict is Verdict.VOID)


def _weight(alike: Alike) -> tuple[bool, int, int]:
    return not alike.first.fails_freely, alike.first.verdict.rank, alike.size
