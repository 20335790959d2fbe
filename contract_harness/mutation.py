"""
Proof that the clauses notice: each runs against gateways that are wrong on purpose.

A mutant names the one clause it breaks. It is killed when that clause goes broken, which only a
ContractBreach can do; a mutant that never boots or leaves the clause undecided proves nothing and is an
error. Beside them the gateway itself is asked the same clauses and must keep them all, or nobody knows
what the others died of.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contract_harness.clauses import Clause, Ledger
from contract_harness.errors import HarnessError
from contract_harness.report.model import ClauseResult, RunResult
from contract_harness.targets import Target
from contract_harness.verdicts import ExitCode, Verdict
from contract_harness.verification import Asked, chosen

_LISTED_WITHIN_S = 60.0


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    ERROR = "error"


class MutantsUnlisted(HarnessError):
    """The target's command that lists mutants did not."""

    def __init__(self, target: str, problem: str) -> None:
        self.target = target
        super().__init__(f"cannot list the mutants of target {target!r}: {problem}; correct [mutants] list.")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong gateway, as its maker describes it."""

    name: str
    breaks: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and its fate; `because` is what was observed, or why it proves nothing."""

    mutant: Mutant
    fate: Fate
    because: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """All trials of one target.

    Attributes:
        clean: what the gateway itself makes of the same clauses.
        unguarded: clauses in question that no mutant was killed by.
    """

    target: str
    trials: tuple[Trial, ...]
    clean: tuple[ClauseResult, ...]
    unguarded: tuple[Clause, ...]
    troubles: tuple[str, ...]
    duration_s: float

    @property
    def unclean(self) -> list[ClauseResult]:
        """Clauses the gateway itself does not keep; those it cannot be asked are left out."""
        return [one for one in self.clean if one.verdict not in (Verdict.KEPT, Verdict.NOT_APPLICABLE)]

    @property
    def exit_code(self) -> ExitCode:
        """3 when nothing is proved (unclean gateway, undecided mutant), 1 when a clause is unguarded."""
        undecided = any(trial.fate is Fate.ERROR for trial in self.trials)
        if undecided or self.unclean or self.troubles or not self.trials:
            return ExitCode.VOID
        survived = any(trial.fate is Fate.SURVIVED for trial in self.trials)
        return ExitCode.BROKEN if survived or self.unguarded else ExitCode.KEPT

    def document(self) -> dict[str, Any]:
        """The matrix as JSON data."""
        return {
            "format": 1,
            "target": self.target,
            "duration_s": round(self.duration_s, 3),
            "exit_code": int(self.exit_code),
            "mutants": [
                {
                    "name": trial.mutant.name,
                    "breaks": trial.mutant.breaks,
                    "sentence": trial.mutant.sentence,
                    "fate": trial.fate.value,
                    "because": trial.because,
                    "duration_s": round(trial.duration_s, 3),
                }
                for trial in self.trials
            ],
            "unguarded": [clause.id for clause in self.unguarded],
            "unclean": [{"clause": one.id, "verdict": one.verdict.label} for one in self.unclean],
            "troubles": list(self.troubles),
        }


def mutants_of(target: Target) -> list[Mutant]:
    """Every mutant the target comes with.

    Raises:
        MutantsUnlisted: its list command failed or printed something else than the documented JSON.
    """
    if target.mutants is None:
        raise HarnessError(f"target {target.name!r} comes without mutants: add [mutants] to its file.")
    try:
        done = subprocess.run(
            target.mutants_argv(), capture_output=True, text=True, timeout=_LISTED_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MutantsUnlisted(target.name, str(error)) from error
    if done.returncode:
        raise MutantsUnlisted(
            target.name, f"exit code {done.returncode}, {done.stderr.strip()[-300:] or 'nothing said'}"
        )
    try:
        return [Mutant(one["name"], one["breaks"], one["sentence"]) for one in json.loads(done.stdout)]
    except (ValueError, KeyError, TypeError) as error:
        raise MutantsUnlisted(
            target.name, f"not a JSON list of name, breaks and sentence ({error})"
        ) from error


def trials_for(
    ledger: Ledger, target: Target, mutants: Sequence[Mutant], ids: Sequence[str] = ()
) -> tuple[Asked, list[Asked]]:
    """What to ask the gateway itself, and what to ask each mutant.

    Args:
        ids: only these clauses and their mutants; empty for all the target claims.

    Raises:
        HarnessError: an unknown clause, here or as the one a mutant says it breaks.
    """
    asked = chosen(ledger, target, ids=ids)
    in_question = {clause.id for clause in asked.clauses}
    for mutant in mutants:
        ledger.clause(mutant.breaks)
    return asked, [
        chosen(ledger, target.mutated(one.name), ids=[one.breaks])
        for one in mutants
        if one.breaks in in_question
    ]


def matrix(asked: Asked, mutants: Sequence[Mutant], run: RunResult) -> Matrix:
    """Read the fates off a run over `trials_for`'s answer."""
    by_name = {result.name: result for result in run.targets}
    name = asked.target.name
    trials = tuple(
        _trial(one, by_name[f"{name}~{one.name}"].clauses[0])
        for one in mutants
        if f"{name}~{one.name}" in by_name
    )
    guarded = {trial.mutant.breaks for trial in trials if trial.fate is Fate.KILLED}
    return Matrix(
        target=name,
        trials=trials,
        clean=by_name[name].clauses if name in by_name else (),
        unguarded=tuple(clause for clause in asked.clauses if clause.id not in guarded),
        troubles=(*run.troubles, *([run.stopped] if run.stopped else [])),
        duration_s=run.duration_s,
    )


def _trial(mutant: Mutant, clause: ClauseResult) -> Trial:
    example = clause.decisive
    if clause.verdict is Verdict.BROKEN and example:
        because = f"promised {example.promised}, observed {example.observed}"
        return Trial(mutant, Fate.KILLED, because, clause.duration_s)
    if clause.verdict is Verdict.KEPT:
        return Trial(mutant, Fate.SURVIVED, "the clause was kept", clause.duration_s)
    said = (example.message if example else "") or clause.reason
    return Trial(mutant, Fate.ERROR, f"{clause.verdict.label}: {said}", clause.duration_s)
