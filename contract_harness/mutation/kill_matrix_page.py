"""mutants.html: the kill matrix on one page, clause by clause, that asks the network for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from contract_harness.ledger.clauses import Clause
from contract_harness.mutation.matrix import Fate, Matrix, Trial
from contract_harness.report.templating import TEMPLATES, environment, policy
from contract_harness.verdicts import ExitCode, Verdict

_HEADLINES: Mapping[ExitCode, tuple[Verdict, str]] = {
    ExitCode.KEPT: (Verdict.KEPT, "Every clause can fail, and fails for its own reason"),
    ExitCode.BROKEN: (Verdict.BROKEN, "Some promise is not guarded"),
    ExitCode.VOID: (Verdict.VOID, "The matrix is void: it proves nothing"),
}
TONES: Mapping[Fate, Verdict] = {
    Fate.KILLED: Verdict.KEPT,
    Fate.SURVIVED: Verdict.BROKEN,
    Fate.ERROR: Verdict.VOID,
}
"""The colour of each fate is that of the verdict it amounts to."""


def page(matrix: Matrix) -> str:
    """The matrix as one HTML document."""
    style = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("report.css", "mutants.css"))
    theme = (TEMPLATES / "theme.js").read_text("utf-8")
    tone, headline = _HEADLINES[matrix.exit_code]
    return (
        environment()
        .get_template("mutants.html.j2")
        .render(
            matrix=matrix,
            tone=tone.label,
            headline=headline,
            counts=[(fate, matrix.count(fate)) for fate in Fate],
            tones=TONES,
            groups=_groups(matrix),
            style=Markup(style),  # noqa: S704 - our own files
            theme=Markup(theme),  # noqa: S704 - our own file
            policy=policy(style, theme),
        )
    )


def _groups(matrix: Matrix) -> Mapping[str, Sequence[tuple[Clause, Sequence[Trial]]]]:
    """For each profile its clauses, each with the mutants made for it; what is wrong comes first."""
    groups: dict[str, list[tuple[Clause, Sequence[Trial]]]] = {}
    for clause in matrix.clauses:
        made_for = [trial for trial in matrix.trials if trial.mutant.breaks == clause.id]
        groups.setdefault(clause.profile, []).append((clause, made_for))
    for rows in groups.values():
        rows.sort(key=lambda row: bool(row[1]) and all(one.fate is Fate.KILLED for one in row[1]))
    return groups
