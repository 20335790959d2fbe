"""
What became of each clause between two reports: new, fixed, regressed, stale, renamed, slower, judged no more.

A clause is found again by its target and its id, or by the id that an edition says it has now. Two reports of
one target each are compared whatever the targets are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contract_harness.errors import HarnessError
from contract_harness.report.model import ClauseResult, RunResult, TargetResult
from contract_harness.verdicts import ExitCode, Verdict


class NothingInCommon(HarnessError):
    """Two reports that tell of different targets."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.before, self.after = tuple(before), tuple(after)
        names = [", ".join(one) or "none" for one in (before, after)]
        super().__init__(
            f"the two reports have no target in common ({names[0]}; then {names[1]}): give two of one target."
        )


class Kind(StrEnum):
    """What became of a clause, the gravest first."""

    REGRESSED = "regressed"
    """It was kept, or excused, or not judged, and is broken now."""
    STALE = "stale"
    """It is declared broken and holds now."""
    UNJUDGED = "unjudged"
    """It was judged and is not any more: void, not run, not observable or not claimed."""
    FIXED = "fixed"
    """It was not kept and is kept now."""
    EXCUSED = "excused"
    """It was broken and is a declared deviation, or blocked, now."""
    NEW = "new"
    """It was not in the earlier report."""
    GONE = "gone"
    """It is not in the later report."""
    RENAMED = "renamed"
    """It has another id now."""
    SLOWER = "slower"
    """It is kept and takes notably longer."""


WORSE = (Kind.REGRESSED, Kind.STALE, Kind.UNJUDGED)
_JUDGED = (Verdict.KEPT, Verdict.BROKEN, Verdict.STALE, Verdict.DEVIATION, Verdict.BLOCKED)
_FEW = 5
"""So many clauses are named, whatever the reason."""
_EXCUSED = (Verdict.DEVIATION, Verdict.BLOCKED)


@dataclass(frozen=True, slots=True)
class Pace:
    """When a clause counts as slower: by the factor, and by the seconds as well."""

    factor: float = 1.5
    floor_s: float = 0.5

    def is_slower(self, before_s: float, after_s: float) -> bool:
        """Both must be exceeded: twice of nothing is nothing, and a second in a minute is weather."""
        return after_s > before_s * self.factor and after_s - before_s > self.floor_s


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of one clause.

    Attributes:
        was, now: verdicts by their labels; empty where the clause was not in the report.
        said: what was observed, the old id, or the times.
        scored: whether what became of it costs anything.
    """

    kind: Kind
    target: str
    clause: str
    was: str
    now: str
    said: str = ""
    scored: bool = True

    @property
    def is_worse(self) -> bool:
        """Whether it fails a comparison; a clause that is new and fails does too."""
        failing = {Verdict.BROKEN.label, Verdict.STALE.label, Verdict.VOID.label}
        return self.scored and (self.kind in WORSE or (self.kind is Kind.NEW and self.now in failing))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that became of the clauses.

    Attributes:
        same: how many clauses have the verdict they had.
        remarks: what a reader must know of the reports themselves.
        narrowed: what became of clauses only because one of the runs did not ask them.
    """

    changes: tuple[Change, ...]
    same: int
    remarks: tuple[str, ...]
    narrowed: tuple[Kind, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """1 when something got worse."""
        return ExitCode.BROKEN if any(change.is_worse for change in self.changes) else ExitCode.KEPT

    def is_expected(self, kind: Kind) -> bool:
        """Whether so much of it says nothing but that a run was narrowed."""
        return kind in self.narrowed and len(self.of(kind)) > _FEW

    def of(self, kind: Kind) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind is kind]


def compare(before: RunResult, after: RunResult, *, renames: Mapping[str, str], pace: Pace) -> Comparison:
    """What became of each clause.

    Args:
        renames: old id to the id a clause has now.

    Raises:
        NothingInCommon: no target is in both.
    """
    pairs, remarks = _paired(before, after)
    changes = list(_vanished(before, pairs))
    same = 0
    for was, now in pairs:
        found = list(_target_changes(was, now, renames, pace))
        changes += found
        moved = {change.clause for change in found if change.was != change.now}
        same += sum(clause.id not in moved for clause in now.clauses)
    order = list(Kind)
    changes.sort(key=lambda change: order.index(change.kind))
    return Comparison(tuple(changes), same, (*_remarks(before, after), *remarks), _narrowed(before, after))


def _narrowed(before: RunResult, after: RunResult) -> tuple[Kind, ...]:
    kinds = ((Kind.NEW, before), (Kind.GONE, after))
    return tuple(kind for kind, run in kinds if run.narrowed)


def _paired(before: RunResult, after: RunResult) -> tuple[list[tuple[TargetResult, TargetResult]], list[str]]:
    if len(before.targets) == len(after.targets) == 1:
        return [(before.targets[0], after.targets[0])], []
    earlier, later = ({one.name: one for one in run.targets} for run in (before, after))
    if not earlier.keys() & later.keys():
        raise NothingInCommon(list(earlier), list(later))
    remarks = [f"target {name} is in the later report only" for name in later if name not in earlier]
    return [(earlier[name], later[name]) for name in earlier if name in later], remarks


def _vanished(before: RunResult, pairs: list[tuple[TargetResult, TargetResult]]) -> Iterator[Change]:
    """A target that nobody asked any more: a gate that lets it pass is none."""
    compared = [was.name for was, _ in pairs]
    for target in before.targets:
        if target.name not in compared:
            said = "the target is not in the later report"
            yield Change(Kind.UNJUDGED, target.name, "every clause", "", "", said)


def _remarks(before: RunResult, after: RunResult) -> Iterator[str]:
    for when, run in (("earlier", before), ("later", after)):
        if run.exit_code in (ExitCode.VOID, ExitCode.INTERRUPTED):
            yield f"the {when} run is {run.exit_code.name.lower()}"
        if run.narrowed:
            yield f"the {when} run asked {' and '.join(run.narrowed)}"
    if before.digest != after.digest:
        yield "the clauses have been edited in between"
    if before.edition != after.edition:
        names = [run.edition or "the clauses of its day" for run in (before, after)]
        yield f"the earlier run was scored by {names[0]}, the later by {names[1]}"


def _target_changes(
    before: TargetResult, after: TargetResult, renames: Mapping[str, str], pace: Pace
) -> Iterator[Change]:
    later = {clause.id: clause for clause in after.clauses}
    earlier = {}
    for clause in before.clauses:
        new = renames.get(clause.id, clause.id)
        is_renamed = clause.id not in later and new in later
        earlier[new if is_renamed else clause.id] = clause
        if is_renamed:
            label = later[new].verdict.label
            yield Change(Kind.RENAMED, after.name, new, clause.verdict.label, label, f"was {clause.id}")
    for name, was in earlier.items():
        if name not in later:
            yield Change(Kind.GONE, before.name, name, was.verdict.label, "")
    for name, now in later.items():
        if name not in earlier:
            yield Change(Kind.NEW, after.name, name, "", now.verdict.label, _said(now), now.scored)
        else:
            yield from _clause_changes(after.name, earlier[name], now, pace)
    known = {probe.name for probe in before.missing}
    for probe in after.missing:
        if probe.name not in known:
            yield Change(Kind.REGRESSED, after.name, probe.name, "", "absent", f"claimed: {probe.observed}")


def _clause_changes(target: str, was: ClauseResult, now: ClauseResult, pace: Pace) -> Iterator[Change]:
    kind = _kind(was.verdict, now.verdict)
    if kind is not None:
        yield Change(
            kind, target, now.id, was.verdict.label, now.verdict.label, _said(now), was.scored and now.scored
        )
    both_kept = was.verdict is now.verdict is Verdict.KEPT
    if both_kept and pace.is_slower(was.duration_s, now.duration_s):
        told = f"{was.duration_s:.2f} s → {now.duration_s:.2f} s"
        yield Change(Kind.SLOWER, target, now.id, was.verdict.label, now.verdict.label, told)


def _kind(was: Verdict, now: Verdict) -> Kind | None:
    if was is now:
        return None
    if now is Verdict.BROKEN or (now in _EXCUSED and was is Verdict.KEPT):
        return Kind.REGRESSED
    if now is Verdict.STALE:
        return Kind.STALE
    if now not in _JUDGED:
        return Kind.UNJUDGED if was in _JUDGED else None
    if now is Verdict.KEPT:
        return Kind.FIXED if was in _JUDGED or was is Verdict.VOID else Kind.NEW
    return Kind.EXCUSED


def _said(clause: ClauseResult) -> str:
    if clause.verdict is Verdict.KEPT:
        return ""
    example = clause.decisive
    if example and example.observed:
        return f"promised {example.promised}, observed {example.observed}"
    return clause.reason or (example.message if example else "")
