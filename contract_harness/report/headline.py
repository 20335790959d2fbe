"""
What a run amounts to, in one sentence and in one line of counts, alike for every reader.

A breach that costs nothing (of a provisional clause, or of one younger than the edition) is never counted
among those that do, and never hidden behind "every clause is kept".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contract_harness.report.model import ClauseResult, RunResult, tally
from contract_harness.verdicts import ExitCode

NOT_SCORED = "not scored"
EXTRA_BROKEN = "What was asked of the contract is kept; an extra scenario is broken"

_HEADLINES: Mapping[ExitCode, str] = {
    ExitCode.KEPT: "Every clause that was asked is kept",
    ExitCode.BROKEN: "The contract is broken",
    ExitCode.VOID: "The run is void: the harness could not tell",
    ExitCode.INTERRUPTED: "Interrupted: this is what is known",
}


def headline(run: RunResult) -> str:
    """The run as a sentence, without its full stop."""
    if run.exit_code is ExitCode.BROKEN and not run.breaks_the_contract:
        return EXTRA_BROKEN
    free = sum(one.fails_freely for _, one in run.clauses)
    if run.exit_code is ExitCode.KEPT and free:
        return f"Every scored clause is kept; {free} outside the score {'is' if free == 1 else 'are'} not"
    return _HEADLINES[run.exit_code]


def tallied(clauses: Iterable[ClauseResult]) -> str:
    """`3 broken, 120 kept, 1 broken (not scored)`, what costs something most serious first."""
    every = list(clauses)
    parts = _listing(tally(one for one in every if not one.fails_freely))
    parts += [f"{told} ({NOT_SCORED})" for told in _listing(tally(one for one in every if one.fails_freely))]
    return ", ".join(parts) or "nothing was asked"


def _listing(counts: Mapping[str, int]) -> list[str]:
    """`3 broken` for each verdict."""
    return [f"{count} {label}" for label, count in counts.items()]
