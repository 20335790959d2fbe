"""
Proof that the clauses notice: each runs against gateways that are wrong on purpose.

A mutant names the one clause it breaks. It is killed when that clause goes broken, which only a
ContractBreach can do; a mutant that never boots, crashes, hangs or leaves the clause undecided proves
nothing and is an error. Beside them the gateway itself is asked the same clauses and must keep them all, or
nobody knows what the others died of, and one mutant is the canary: if even that one lives, or nobody marked
one, the whole run is void.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from contract_harness.clauses import Clause, Ledger
from contract_harness.mutants import Mutant, UnknownMutant
from contract_harness.report.model import ClauseResult, RunResult
from contract_harness.targets import Target
from contract_harness.verdicts import ExitCode, Verdict
from contract_harness.verification import Asked, chosen


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    ERROR = "error"


class Width(StrEnum):
    """What else a mutant is asked, beside the clause it was made for."""

    CLAUSE = "clause"
    FEATURE = "feature"
    """The clauses beside it in its feature file."""
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and its fate; `because` is what was observed, or why it proves nothing.

    Attributes:
        also: other clauses it was asked and broke, in ledger order.
    """

    mutant: Mutant
    fate: Fate
    because: str
    duration_s: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """All trials of one target.

    Attributes:
        clauses: those in question, in ledger order.
        clean: what the gateway itself makes of the same clauses.
        digest: of the feature files.
    """

    target: str
    digest: str
    width: Width
    clauses: tuple[Clause, ...]
    trials: tuple[Trial, ...]
    clean: tuple[ClauseResult, ...]
    troubles: tuple[str, ...]
    duration_s: float

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

    def count(self, fate: Fate) -> int:
        """How many mutants had this fate."""
        return sum(trial.fate is fate for trial in self.trials)


def trials_for(
    ledger: Ledger,
    target: Target,
    mutants: Sequence[Mutant],
    ids: Sequence[str] = (),
    *,
    names: Sequence[str] = (),
    width: Width = Width.CLAUSE,
) -> tuple[Asked, list[Asked]]:
    """What to ask the gateway itself, and what to ask each mutant. The canary is always asked.

    Args:
        ids: only these clauses and their mutants; empty for all the target claims.
        names: only these mutants and their clauses; empty for all.
        width: what else each mutant is asked.

    Raises:
        HarnessError: an unknown clause, here or as the one a mutant says it breaks; an unknown mutant.
    """
    for mutant in mutants:
        ledger.clause(mutant.breaks)
    _check_names(target, mutants, names)
    if names:
        ids = [*ids, *dict.fromkeys(one.breaks for one in mutants if one.name in names)]
    wanted = set(ids) or {clause.id for clause in chosen(ledger, target).clauses}
    tried = [
        one for one in mutants if one.canary or (one.breaks in wanted and (not names or one.name in names))
    ]
    # The canary must die of what the gateway itself keeps, so that clause is always in question too.
    asked = chosen(ledger, target, ids=[*ids, *(one.breaks for one in tried if one.canary)] if ids else ())
    return asked, [_asked(ledger, one.of(target), ledger.clause(one.breaks), width) for one in tried]


def matrix(asked: Asked, mutants: Sequence[Mutant], run: RunResult, width: Width = Width.CLAUSE) -> Matrix:
    """Read the fates off a run over `trials_for`'s answer."""
    by_name = {result.name: result for result in run.targets}
    name = asked.target.name
    return Matrix(
        target=name,
        digest=run.digest,
        width=width,
        clauses=asked.clauses,
        trials=tuple(
            _trial(one, by_name[f"{name}~{one.name}"].clauses)
            for one in mutants
            if f"{name}~{one.name}" in by_name
        ),
        clean=by_name[name].clauses if name in by_name else (),
        troubles=(*run.troubles, *([run.stopped] if run.stopped else [])),
        duration_s=run.duration_s,
    )


def _asked(ledger: Ledger, target: Target, clause: Clause, width: Width) -> Asked:
    if width is Width.CLAUSE:
        return chosen(ledger, target, ids=[clause.id])
    neighbours = [
        one.id
        for one in ledger.clauses
        if one.profile == clause.profile and (width is Width.PROFILE or one.feature == clause.feature)
    ]
    return chosen(ledger, target, ids=neighbours)


def _check_names(target: Target, mutants: Sequence[Mutant], names: Sequence[str]) -> None:
    known = [one.name for one in mutants]
    for name in names:
        if name not in known:
            raise UnknownMutant(target.name, name, known=known)


def _trial(mutant: Mutant, clauses: Sequence[ClauseResult]) -> Trial:
    own = next(clause for clause in clauses if clause.id == mutant.breaks)
    others = tuple(
        one.id for one in clauses if one is not own and one.verdict in (Verdict.BROKEN, Verdict.BLOCKED)
    )
    return replace(_own(mutant, own), also=others, duration_s=sum(clause.duration_s for clause in clauses))


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
