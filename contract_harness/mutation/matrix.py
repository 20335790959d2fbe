"""
The kill matrix: proof that the clauses notice, or why nothing is proved.

A mutant is killed when its clause goes broken, which only a ContractBreach can do; one that never boots,
crashes, hangs or leaves the clause undecided proves nothing and is an error. The gateway itself must keep the
same clauses, and one mutant is the canary: if even that one lives, or nobody marked one, the whole run is
void.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from contract_harness.ledger.clauses import Clause
from contract_harness.mutation.plan import Share, Width
from contract_harness.mutation.registry import Mutant
from contract_harness.report.model import ClauseResult, RunResult
from contract_harness.verdicts import ExitCode, Verdict


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and its fate; `because` is what was observed, or why it proves nothing.

    Attributes:
        target: whose mutant it is.
        also: other clauses it was asked and broke, in ledger order.
    """

    mutant: Mutant
    fate: Fate
    because: str
    duration_s: float
    also: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All trials of one target, or of several that share the clauses.

    Attributes:
        clauses: those in question, in ledger order.
        clean: what the gateway itself makes of the same clauses.
        digest: of the feature files.
        seed: of the values that were drawn.
    """

    target: str
    digest: str
    width: Width
    clauses: tuple[Clause, ...]
    trials: tuple[Trial, ...]
    clean: tuple[ClauseResult, ...]
    troubles: tuple[str, ...]
    duration_s: float
    seed: int | None = None

    @property
    def killers(self) -> Mapping[str, tuple[str, ...]]:
        """For each clause in question, the mutants made for it that it caught."""
        killed = [trial.mutant for trial in self.trials if trial.fate is Fate.KILLED]
        return {
            clause.id: tuple(one.name for one in killed if one.breaks == clause.id) for clause in self.clauses
        }

    @property
    def unguarded(self) -> tuple[Clause, ...]:
        """Clauses in question that no mutant was killed by."""
        killers = self.killers
        return tuple(clause for clause in self.clauses if not killers[clause.id])

    @property
    def unclean(self) -> list[ClauseResult]:
        """Clauses the gateway itself does not keep; those it cannot be asked are left out."""
        return [one for one in self.clean if one.verdict not in (Verdict.KEPT, Verdict.NOT_APPLICABLE)]

    @property
    def canary(self) -> Trial | None:
        """The mutant that must die; None when the target marks none."""
        return next((trial for trial in self.trials if trial.mutant.canary), None)

    @property
    def reasons_void(self) -> tuple[str, ...]:
        """Why nothing is proved, one sentence each; empty when something is."""
        reasons = [f"the gateway itself is {one.verdict.label} in {one.id}" for one in self.unclean]
        if self.canary is None:
            reasons.append(
                'no mutant is the canary: mark one, so wrong that it must die, with "canary": true'
            )
        elif self.canary.fate is not Fate.KILLED:
            reasons.append(
                f"the canary {self.canary.mutant.name} was not killed by {self.canary.mutant.breaks} "
                f"({self.canary.because})"
            )
        erred = [trial.mutant.name for trial in self.trials if trial.fate is Fate.ERROR]
        if erred:
            reasons.append(f"{len(erred)} of the mutants proved nothing: {', '.join(erred[:5])}")
        return (*reasons, *self.troubles)

    @property
    def exit_code(self) -> ExitCode:
        """3 when nothing is proved, 1 when a mutant survived or a clause is unguarded."""
        if self.reasons_void:
            return ExitCode.VOID
        survived = any(trial.fate is Fate.SURVIVED for trial in self.trials)
        return ExitCode.BROKEN if survived or self.unguarded else ExitCode.KEPT

    def count(self, fate: Fate, *, neighbours: bool | None = None) -> int:
        """How many mutants had this fate: all, only neighbours, or only the others."""
        return sum(
            trial.fate is fate and neighbours in (None, trial.mutant.neighbour) for trial in self.trials
        )


def matrix(shares: Sequence[Share], run: RunResult, width: Width = Width.CLAUSE) -> Matrix:
    """Read the fates off a run over `trials_for`'s answer."""
    by_name = {result.name: result.clauses for result in run.targets}
    clean: list[ClauseResult] = []
    trials: list[Trial] = []
    for share in shares:
        own = by_name[share.clean.target.name]
        in_question = {clause.id for clause in share.question}
        clean += [one for one in own if one.id in in_question]
        # What the gateway itself does not keep, no mutant can be said to break.
        sound = {one.id for one in own if one.verdict is Verdict.KEPT}
        trials += [
            _trial(mutant, asked.target.name, by_name[asked.target.name], sound)
            for mutant, asked in zip(share.mutants, share.tried, strict=True)
        ]
    return Matrix(
        target=", ".join(share.clean.target.name for share in shares),
        digest=run.digest,
        width=width,
        clauses=tuple(clause for share in shares for clause in share.question),
        trials=tuple(trials),
        clean=tuple(clean),
        troubles=(*run.troubles, *([run.stopped] if run.stopped else [])),
        duration_s=run.duration_s,
        seed=run.seed,
    )


def _trial(mutant: Mutant, target: str, clauses: Sequence[ClauseResult], sound: Container[str]) -> Trial:
    own = next(clause for clause in clauses if clause.id == mutant.breaks)
    others = tuple(
        one.id
        for one in clauses
        if one is not own and one.id in sound and one.verdict in (Verdict.BROKEN, Verdict.BLOCKED)
    )
    took_s = sum(clause.duration_s for clause in clauses)
    return replace(_own(mutant, own), target=target.partition("~")[0], also=others, duration_s=took_s)


def _own(mutant: Mutant, clause: ClauseResult) -> Trial:
    """Its fate by its own clause: only a breach by a gateway that stands is a kill."""
    example = clause.decisive
    if clause.verdict in (Verdict.BROKEN, Verdict.BLOCKED) and example:
        because = f"promised {example.promised}, observed {example.observed}"
        if all(one.ailment for one in clause.examples if one.verdict is Verdict.BROKEN):
            return Trial(mutant, Fate.ERROR, f"{example.ailment} ({because})", 0.0)
        return Trial(mutant, Fate.KILLED, because, 0.0)
    if clause.verdict is Verdict.KEPT:
        return Trial(mutant, Fate.SURVIVED, "the clause was kept", 0.0)
    said = (example.message if example else "") or clause.reason
    return Trial(mutant, Fate.ERROR, f"{clause.verdict.label}: {said}", 0.0)
