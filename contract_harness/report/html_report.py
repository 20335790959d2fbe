"""
report.html: the whole run in one file that asks the network for nothing.

Autoescaping is on, and a content security policy lets only this page's own style and script run, by their
digests: whatever a gateway sent stays text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from contract_harness.ledger.clauses import Tier
from contract_harness.report.grouping import reason_of, worth_telling
from contract_harness.report.headline import headline, tallied
from contract_harness.report.model import ClauseResult, ExampleResult, RunResult, TargetResult, tally
from contract_harness.report.templating import TEMPLATES, environment, policy
from contract_harness.report.terminal import visible
from contract_harness.verdicts import ExitCode, Verdict

_SLOWEST = 8

_TONES: Mapping[ExitCode, str] = {
    ExitCode.KEPT: "kept",
    ExitCode.BROKEN: "broken",
    ExitCode.VOID: "void",
    ExitCode.INTERRUPTED: "blocked",
}

_MEANINGS: Mapping[Verdict, str] = {
    Verdict.BROKEN: "the gateway did otherwise",
    Verdict.STALE: "declared broken, but it holds",
    Verdict.VOID: "the harness could not tell",
    Verdict.DEVIATION: "broken, as the target file says",
    Verdict.BLOCKED: "a clause it depends on is broken, or what it stands on never came up",
    Verdict.KEPT: "every example held",
    Verdict.NOT_APPLICABLE: "this driver cannot observe it",
    Verdict.UNSUPPORTED: "not claimed by the target",
    Verdict.NOT_RUN: "the run ended before it",
}


def page(run: RunResult) -> str:
    """The run as one HTML document."""
    style = (TEMPLATES / "report.css").read_text("utf-8")
    theme, script = ((TEMPLATES / name).read_text("utf-8") for name in ("theme.js", "report.js"))
    told = worth_telling(run)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            run=run,
            tone=_TONES[run.exit_code],
            headline=headline(run),
            style=Markup(style),  # noqa: S704 - our own file
            theme=Markup(theme),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=policy(style, theme, script),
            attention=[alike for alike in told if not alike.first.fails_freely],
            free=[alike for alike in told if alike.first.fails_freely],
            verdicts=_present(run),
            meanings=_MEANINGS,
            unasked=(Verdict.NOT_APPLICABLE, Verdict.UNSUPPORTED),
            scores=_scores,
            groups=_groups,
            example_before=_example_before,
            anchor=_anchor,
            search_text=_search_text,
            tallied=tallied,
            slowest=_slowest(run),
        )
    )


def _anchor(target: TargetResult, clause_id: str) -> str:
    """The place of a clause on the page: an id without what a link would have to escape."""
    return f"{quote(target.name, safe='').replace('%', '.')}/{clause_id}"


def _example_before(clause: ClauseResult, example: ExampleResult) -> ExampleResult | None:
    """The earlier example of *clause* that ended for the same reason, if there is one."""
    before = next(one for one in clause.examples if reason_of(one) == reason_of(example))
    return None if before is example or example.verdict is Verdict.KEPT else before


def _present(run: RunResult) -> list[tuple[Verdict, int]]:
    counts = run.counts()
    return [(verdict, counts[verdict.label]) for verdict in _MEANINGS if verdict.label in counts]


def _groups(target: TargetResult) -> list[tuple[str, list[ClauseResult]]]:
    """The clauses of each profile."""
    return [(one, target.of(one)) for one in dict.fromkeys(clause.profile for clause in target.clauses)]


def _scores(clauses: Sequence[ClauseResult]) -> list[dict[str, Any]]:
    """Kept of judged, for each tier that has clauses, with the parts of its bar."""
    scores = []
    for tier in Tier:
        chosen = [clause for clause in clauses if clause.tier is tier]
        judged = [clause for clause in chosen if clause.verdict.rank > Verdict.NOT_APPLICABLE.rank]
        if chosen:
            scores.append(
                {
                    "tier": tier.value,
                    "kept": sum(clause.verdict is Verdict.KEPT for clause in judged),
                    "judged": len(judged),
                    "parts": tally(chosen),
                    "told": tallied(chosen),
                    "size": len(chosen),
                }
            )
    return scores


def _search_text(target: TargetResult, clause: ClauseResult) -> str:
    words = [clause.id, clause.title, clause.source, clause.place, clause.reason, target.name]
    for example in clause.examples:
        words += [example.title, example.promised, example.observed, example.message]
    return " ".join(visible(word) for word in words).lower()[:4000]


def _slowest(run: RunResult) -> list[tuple[TargetResult, ClauseResult]]:
    ran = [pair for pair in run.clauses if pair[1].duration_s > 0]
    return sorted(ran, key=lambda pair: pair[1].duration_s, reverse=True)[:_SLOWEST]
