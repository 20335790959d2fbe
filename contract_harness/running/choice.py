"""Which clauses a target is asked, why it is not asked others, and whether the names it uses are known."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from contract_harness.errors import BadTarget
from contract_harness.ledger.baseline import baseline
from contract_harness.ledger.claimables import Claimable, features, looked_for
from contract_harness.ledger.clauses import Clause, Ledger, Tier
from contract_harness.targets.target import Target
from contract_harness.verdicts import Judged, Verdict

_NAMED = 3
"""So many clauses are told by name, more by their number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One target, and the clauses it is asked.

    Attributes:
        target: its name is unique among all that are asked together.
        unasked: clauses that are reported without being run, each as what and why.
        narrowed: how the caller chose among the clauses, in words; empty when it did not.
        probes: what is looked for, whether it claims it or not.
    """

    target: Target
    clauses: tuple[Clause, ...]
    unasked: tuple[tuple[Clause, Judged], ...] = ()
    narrowed: tuple[str, ...] = ()
    probes: tuple[Claimable, ...] = ()


def chosen(
    ledger: Ledger,
    target: Target,
    *,
    profiles: Sequence[str] = (),
    ids: Sequence[str] = (),
    tiers: Sequence[str] = (),
) -> Asked:
    """Ask *target* every matching clause.

    Without profiles or ids the target is asked what it claims, and the rest is listed as unsupported; what
    is named explicitly is asked whether it is claimed or not.

    Raises:
        HarnessError: a filter names nothing, or the target claims or excuses what does not exist.
    """
    _check_names(ledger, target)
    matching = ledger.select(profiles=profiles, ids=ids, tiers=tiers)
    explicit = bool(profiles or ids)
    judged = [(clause, _without_asking(target, clause, is_named=explicit)) for clause in matching]
    return Asked(
        target,
        clauses=tuple(clause for clause, known in judged if known is None),
        unasked=tuple((clause, known) for clause, known in judged if known is not None),
        narrowed=narrowing(profiles, ids, tiers),
        # Whoever asks for a clause by name has a question about that clause and not about the claim.
        probes=() if ids or target.mutant else tuple(looked_for(ledger, profiles)),
    )


def _without_asking(target: Target, clause: Clause, *, is_named: bool) -> Judged | None:
    """What is known of the clause before anybody asks; None when it is to be asked."""
    if reason := target.not_expressible.get(clause.id):
        return Judged(Verdict.NOT_APPLICABLE, f"its config cannot say this: {reason}")
    why = "" if is_named else why_unasked(target, clause)
    return Judged(Verdict.UNSUPPORTED, why) if why else None


def why_unasked(target: Target, clause: Clause) -> str:
    """Why a clause is none of this target's business; empty when it is."""
    if clause.tier is Tier.EXTRA:
        return ""
    if clause.profile not in target.claims:
        return f"{target.name} does not claim {clause.profile}"
    lacking = [feature for feature in clause.needs if feature not in target.supports]
    return f"{target.name} does not claim {' and '.join(lacking)}, which it needs" if lacking else ""


def narrowing(profiles: Sequence[str], ids: Sequence[str], tiers: Sequence[str]) -> tuple[str, ...]:
    """How filters choose among the clauses, one phrase for each filter that is given."""
    given = (("profile", profiles), ("tier", tiers), ("clause", ids))
    return tuple(f"only {_phrase(kind, tuple(dict.fromkeys(names)))}" for kind, names in given if names)


def _phrase(kind: str, names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{len(names)} {kind}s"
    return f"{kind} {' and '.join(names)}"


def _check_names(ledger: Ledger, target: Target) -> None:
    """A name nothing has would claim nothing, or excuse nothing, without a word."""
    for profile in target.claims:
        if profile not in ledger.profiles:
            raise _misnamed(target, "claims", profile, "profile", ledger.profiles)
    known = [clause.id for clause in ledger.clauses]
    for feature in target.supports:
        if feature not in features():
            raise _misnamed(target, "supports", feature, "optional feature", features())
    for key, named in (("deviations", target.deviations), ("not_expressible", target.not_expressible)):
        for clause in named:
            if clause not in known:
                raise _misnamed(target, key, clause, "clause", known)
    tables = sorted(baseline().tables)
    for table in target.tables:
        if table not in tables:
            kind, where = "application table", "contracts/targets/README.md"
            raise _misnamed(target, "tables", table, kind, tables, listed_by=where)


def _misnamed(
    target: Target,
    key: str,
    name: str,
    kind: str,
    known: Sequence[str],
    *,
    listed_by: str = "`gateway-contracts clauses`",
) -> BadTarget:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return BadTarget(
        target.file or target.name,
        key,
        problem=f"names {name!r}, which is no {kind}",
        remedy=f"did you mean {near[0]!r}" if near else f"{listed_by} lists what there is",
    )
