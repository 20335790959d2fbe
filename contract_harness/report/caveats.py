"""Why a claim rests on fewer clauses than it has: said in every report, so that no small run looks whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from contract_harness.ledger.clauses import Tier
from contract_harness.report.model import ClauseResult
from contract_harness.verdicts import Verdict


def reservations(
    clauses: Sequence[ClauseResult],
    claims: Collection[str],
    narrowed: Sequence[str],
    lost: Sequence[str] = (),
    lacking: Sequence[str] = (),
) -> Iterator[str]:
    """One sentence for each reason.

    Args:
        clauses: all that are reported of the target.
        claims: its profiles; what it does not claim takes nothing from a claim.
        narrowed: how the caller chose among the clauses, in words.
        lost: clauses of the edition that nobody can be asked any more.
        lacking: tables of the contract that its database does not have, as its target says.
    """
    if narrowed:
        yield f"asked {' and '.join(narrowed)}, so no claim was judged whole"
    if lacking:
        yield f"what is promised of every table was asked without {', '.join(lacking)}, which it has not"
    claimed = [clause for clause in clauses if clause.profile in claims]
    for verdict, words in (
        (Verdict.NOT_RUN, "not run"),
        (Verdict.NOT_APPLICABLE, "not observable through this driver"),
        (Verdict.UNSUPPORTED, "of optional features that are not claimed"),
        (Verdict.BLOCKED, "hidden by another breach, or by what never came up"),
    ):
        if count := sum(clause.verdict is verdict for clause in claimed):
            yield f"{_counted(count)} {words}"
    if wrong := [clause.id for clause in claimed if _is_wrongly_predicted(clause)]:
        yield f"predicted to be broken, and holding: {', '.join(wrong)}; remove what was predicted"
    # No claim rests on a provisional clause, so none is smaller without it.
    resting = [clause for clause in claimed if clause.tier is not Tier.PROVISIONAL]
    if count := sum(not clause.scored for clause in resting):
        yield f"{_counted(count)} reported and not scored"
    if gone := [one for one in lost if one.partition(".")[0] in claims]:
        yield f"{_counted(len(gone))} of the edition and retired since: {', '.join(gone)}"


def _is_wrongly_predicted(clause: ClauseResult) -> bool:
    return clause.verdict is Verdict.KEPT and clause.deviation is not None and clause.deviation.predicted


def _counted(count: int) -> str:
    return f"{count} clause is" if count == 1 else f"{count} clauses are"
