"""
What can be said of a clause, and what a whole run says to its caller.

Verdicts are a lattice: a clause takes the highest verdict any of its examples reached, so one doubtful
example can never hide behind three good ones. Nothing executed is never success.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum


class Verdict(Enum):
    """One verdict; `rank` orders them, equal ranks never meet in one clause.

    The order is not-run < unsupported, not-applicable < kept < blocked, deviation < broken, stale < void.
    """

    NOT_RUN = ("not-run", 0)
    """Asked for, but the run ended before it."""
    UNSUPPORTED = ("unsupported", 1)
    """The target does not claim it."""
    NOT_APPLICABLE = ("not-applicable", 1)
    """This driver cannot observe it."""
    KEPT = ("kept", 2)
    """Every example held."""
    BLOCKED = ("blocked", 3)
    """Not to be judged: it is broken and so is a clause it depends on, or what it stands on never came up."""
    DEVIATION = ("deviation", 3)
    """Broken, as the target file says it is."""
    BROKEN = ("broken", 4)
    """The gateway did otherwise."""
    STALE = ("stale", 4)
    """Declared broken, but it holds."""
    VOID = ("void", 5)
    """The harness could not tell."""

    def __init__(self, label: str, rank: int) -> None:
        self.label = label
        self.rank = rank

    @property
    def fails(self) -> bool:
        """Whether the gateway (or its target file) is at fault."""
        return self in (Verdict.BROKEN, Verdict.STALE)

    @property
    def executed(self) -> bool:
        """Whether something was asked of the gateway and answered."""
        return self.rank >= Verdict.KEPT.rank and self is not Verdict.VOID

    @classmethod
    def named(cls, label: str) -> Verdict:
        """The verdict of this label; ValueError when there is none."""
        for verdict in cls:
            if verdict.label == label:
                return verdict
        raise ValueError(label)


class ExitCode(IntEnum):
    """What `gateway-contracts` returns to its caller."""

    KEPT = 0
    BROKEN = 1
    USAGE = 2
    VOID = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause's verdict with the reason when examples alone do not explain it."""

    verdict: Verdict
    reason: str = ""


def highest(verdicts: Iterable[Verdict]) -> Verdict:
    """The highest verdict, `not-run` when there is none."""
    return max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.NOT_RUN)


def of_examples(verdicts: Collection[Verdict], *, expected: int) -> Verdict:
    """What the examples of one clause amount to.

    A clause of which only some examples ran is not kept, it is `not-run`; but what was already seen
    broken stays broken, and the harness's own failure stays void. A clause is `not-applicable` only when
    nothing of it could be observed.
    """
    top = highest(verdicts)
    if len(verdicts) < expected and top.rank <= Verdict.KEPT.rank:
        return Verdict.NOT_RUN
    return top


def judge(
    raw: Verdict,
    *,
    deviation: str | None,
    broken_before: Collection[str],
    predicted: bool = False,
    by_chance: bool = False,
) -> Judged:
    """Weigh what happened against what the target file declares and what else is broken.

    Args:
        raw: what the examples amount to.
        deviation: why the target says this clause is broken; None when it does not.
        broken_before: ids of the broken clauses this one comes after.
        predicted: the deviation was foretold and never seen, so that it does not come true is no fault.
        by_chance: whether the deviation shows depends on a race.
    """
    if deviation is not None and raw is Verdict.KEPT and by_chance:
        return Judged(raw, f"broken by chance ({deviation}); this time it held")
    if deviation is not None and raw is Verdict.KEPT and predicted:
        return Judged(raw, f"predicted to be broken ({deviation}), but it holds: remove the prediction")
    if deviation is not None and raw is Verdict.KEPT:
        return Judged(Verdict.STALE, f"declared broken ({deviation}), but it holds: remove the deviation")
    if raw is not Verdict.BROKEN:
        return Judged(raw)
    if deviation is not None:
        return Judged(Verdict.DEVIATION, f"as predicted: {deviation}" if predicted else deviation)
    if broken_before:
        return Judged(Verdict.BLOCKED, f"comes after {', '.join(broken_before)}, which is broken")
    return Judged(Verdict.BROKEN)


def exit_code(judged: Collection[tuple[bool, Verdict]], *, stopped_early: bool = False) -> ExitCode:
    """The exit code of a run over these clauses, each with whether it counts.

    Void outranks broken. What is reported and not scored (a provisional clause, one younger than the
    edition) costs nothing when it is broken; that the harness could not tell always does. A clause that was
    asked for and did not run voids the run unless it was *stopped_early* because something had failed.
    """
    verdicts = [verdict for _, verdict in judged]
    if Verdict.VOID in verdicts or not any(verdict.executed for verdict in verdicts):
        return ExitCode.VOID
    if Verdict.NOT_RUN in verdicts and not stopped_early:
        return ExitCode.VOID
    if any(verdict.fails and counts for counts, verdict in judged):
        return ExitCode.BROKEN
    # Whoever stopped early had a reason; a run that was cut short is never success.
    return ExitCode.VOID if Verdict.NOT_RUN in verdicts else ExitCode.KEPT
