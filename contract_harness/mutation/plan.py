"""
Which wrong gateways are asked what: the plan of a kill matrix. What becomes of them is in `matrix`.

A mutant names the one clause it breaks and is asked that clause, or on demand those beside it too. The
gateway itself is asked the same clauses, or nobody knows what the mutants died of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contract_harness.ledger.clauses import Clause, Ledger
from contract_harness.mutation.registry import Mutant, UnknownMutant
from contract_harness.running.choice import Asked, chosen
from contract_harness.targets.target import Target


class Width(StrEnum):
    """What else a mutant is asked, beside the clause it was made for."""

    CLAUSE = "clause"
    FEATURE = "feature"
    """The clauses beside it in its feature file."""
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Share:
    """What one target contributes to a matrix.

    Attributes:
        mutants: those to try, in the order of `tried`.
        question: clauses that are guarded by them, or by nobody.
        clean: the gateway itself, asked the same and whatever else its mutants are asked.
    """

    mutants: tuple[Mutant, ...]
    question: tuple[Clause, ...]
    clean: Asked
    tried: tuple[Asked, ...]


def trials_for(
    ledger: Ledger,
    sources: Sequence[tuple[Target, Sequence[Mutant]]],
    ids: Sequence[str] = (),
    *,
    names: Sequence[str] = (),
    width: Width = Width.CLAUSE,
) -> list[Share]:
    """What to ask each gateway itself, and what to ask its mutants.

    Each clause is in question at the first target that claims it, or else at the first. The canary of the
    first is always tried, and its clause with it: it must die of what the gateway itself keeps.

    Args:
        sources: targets with the mutants they come with.
        ids: only these clauses and their mutants; empty for all that are claimed.
        names: only these mutants and their clauses; empty for all.
        width: what else each mutant is asked.

    Raises:
        HarnessError: an unknown clause, here or as the one a mutant says it breaks; an unknown mutant.
    """
    for _, mutants in sources:
        for mutant in mutants:
            ledger.clause(mutant.breaks)
    _check_names(sources, names)
    named = [one for _, mutants in sources for one in mutants if one.name in names]
    wanted = list(dict.fromkeys([*ids, *(one.breaks for one in named)]))
    homes = _homes(ledger, [target for target, _ in sources], wanted)
    shares = []
    for place, (target, mutants) in enumerate(sources):
        canary = next((one for one in mutants if one.canary), None) if place == 0 else None
        home = [name for name, owner in homes.items() if owner == target.name]
        tried = [
            one
            for one in mutants
            if not one.canary and one.breaks in home and (not names or one.name in names)
        ]
        if canary is not None:
            tried.append(canary)
            home = list(dict.fromkeys([*home, canary.breaks]))
        asked = [_asked(ledger, one.of(target), ledger.clause(one.breaks), width) for one in tried]
        around = {clause.id for one in asked for clause in one.clauses}
        shares.append(
            Share(
                mutants=tuple(tried),
                question=tuple(clause for clause in ledger.clauses if clause.id in home),
                clean=_exactly(ledger, target, {*home, *around}),
                tried=tuple(asked),
            )
        )
    return [share for share in shares if share.question]


def _homes(ledger: Ledger, targets: Sequence[Target], wanted: Sequence[str]) -> Mapping[str, str]:
    """The target each clause in question is asked at."""
    homes: dict[str, str] = {}
    for target in targets:
        for clause in chosen(ledger, target).clauses:
            homes.setdefault(clause.id, target.name)
    for name in wanted:
        homes.setdefault(ledger.clause(name).id, targets[0].name)
    return {name: home for name, home in homes.items() if not wanted or name in wanted}


def _exactly(ledger: Ledger, target: Target, ids: set[str]) -> Asked:
    """No probes, and nothing listed that is not asked."""
    return Asked(target, tuple(clause for clause in ledger.clauses if clause.id in ids))


def _asked(ledger: Ledger, target: Target, clause: Clause, width: Width) -> Asked:
    if width is Width.CLAUSE:
        return _exactly(ledger, target, {clause.id})
    beside = (one for one in ledger.clauses if one.profile == clause.profile)
    return _exactly(
        ledger,
        target,
        {one.id for one in beside if width is Width.PROFILE or one.feature == clause.feature},
    )


def _check_names(sources: Sequence[tuple[Target, Sequence[Mutant]]], names: Sequence[str]) -> None:
    known = [one.name for _, mutants in sources for one in mutants]
    for name in names:
        if name not in known:
            raise UnknownMutant(sources[0][0].name, name, known=known)
