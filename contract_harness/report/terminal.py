"""
What a person reads in the terminal when a run is over.

Everything a gateway sent is shown with its control characters spelled out, so an answer cannot drive
the terminal it is shown in, and never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from contract_harness.clauses import Tier
from contract_harness.report.model import INTERRUPTED, ClauseResult, RunResult, TargetResult, tally
from contract_harness.verdicts import ExitCode, Verdict

STYLES: Mapping[Verdict, str] = {
    Verdict.NOT_RUN: "dim",
    Verdict.UNSUPPORTED: "dim",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.KEPT: "green",
    Verdict.BLOCKED: "yellow",
    Verdict.DEVIATION: "yellow",
    Verdict.BROKEN: "bold red",
    Verdict.STALE: "bold red",
    Verdict.VOID: "bold magenta",
}
_SLOWEST = 5
_LOG_WIDTH = 140
_DETAIL_LINES = 12
_STORIES = 20
"""More breaches than this are in the report; a wall of text is read by nobody."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Standard output; wide enough for whole tables where nobody wraps lines, as in the log of a CI job."""
    chosen = Console(highlight=False)
    return chosen if chosen.is_terminal else Console(highlight=False, width=_LOG_WIDTH)


def visible(text: str) -> str:
    """*text* with what would steer a terminal or turn the writing direction spelled out."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def verdict_line(target: str, clause: ClauseResult) -> Text:
    """One line about one clause, with what decided it."""
    line = Text.assemble((f"{clause.verdict.label:<14}", STYLES[clause.verdict]), clause.id)
    line.append(f"  {target}", "dim")
    words = visible(_why(clause)).splitlines()
    if words:
        line.append(f"  {words[0][:160]}", "dim")
    return line


def summary(run: RunResult, reports: Path | None) -> RenderableType:
    """The whole closing page: breaches first, then counts, the slowest, and where to read on."""
    parts: list[RenderableType] = []
    told = [pair for pair in run.clauses if pair[1].verdict.fails or pair[1].verdict is Verdict.VOID]
    for target, clause in told[:_STORIES]:
        parts += [story(target, clause), Text()]
    if len(told) > _STORIES:
        parts += [Text(f"… and {len(told) - _STORIES} more in the report.", "dim"), Text()]
    parts += [Text(visible(trouble), "magenta") for trouble in run.troubles]
    parts += [_table(run), Text()]
    if slow := _slowest(run):
        parts += [slow, Text()]
    parts.append(_closing(run))
    if reports:
        parts.append(Text.assemble(("reports   ", "dim"), str(reports / "report.html")))
        parts.append(Text("          report.json, junit.xml, summary.md and badge.json beside it", "dim"))
    return Group(*parts)


def story(target: TargetResult, clause: ClauseResult) -> Text:
    """One clause that was not kept: promised, observed, how to see it again."""
    head = Text.assemble((clause.verdict.label, STYLES[clause.verdict]), " ", (clause.id, "bold"))
    head.append(f"  {clause.tier.value}, {target.name}", "dim")
    lines = [head, Text(f"  {clause.title}")]
    if clause.reason:
        lines.append(Text(f"  {visible(clause.reason)}", "dim"))
    for example in clause.examples:
        if example.verdict is not Verdict.KEPT:
            lines += _fields(
                {
                    "example": example.title,
                    "step": next((f"{s.keyword} {s.text}" for s in example.steps if s.state == "failed"), ""),
                    "promised": example.promised,
                    "observed": example.observed,
                    "detail": _clipped(example.detail),
                    "because": _clipped(example.message),
                    "curl": example.curl,
                }
            )
    return Text("\n").join(lines)


def _fields(values: Mapping[str, str]) -> Iterator[Text]:
    """One field a line, never wrapped by us: what is there to be copied can be copied."""
    for name, value in values.items():
        if value:
            first, *rest = visible(value).splitlines() or [""]
            yield Text.assemble((f"  {name:<10}", "dim"), (first, "cyan" if name == "curl" else ""))
            yield from (Text(f"{'':<12}{line}") for line in rest)


def _table(run: RunResult) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("target", no_wrap=True)
    table.add_column("profile", no_wrap=True)
    for tier in ("core", "hardened"):
        table.add_column(f"{tier} kept", justify="right", no_wrap=True)
    table.add_column()
    for target in run.targets:
        for profile in dict.fromkeys(clause.profile for clause in target.clauses):
            scores = [_score(target, profile, tier) for tier in (Tier.CORE, Tier.HARDENED)]
            table.add_row(target.name, profile, *scores, _others(target.counts(profile=profile)))
    return table


def _others(counts: Mapping[str, int]) -> Text:
    """What is not kept, each in its colour."""
    parts = [(f"{count} {label}", STYLES[Verdict.named(label)]) for label, count in counts.items()]
    return Text(", ").join(Text(*part) for part in parts if not part[0].endswith(f" {Verdict.KEPT.label}"))


def _score(target: TargetResult, profile: str, tier: Tier) -> Text:
    """Kept of those that could be judged."""
    chosen = [one for one in target.clauses if one.profile == profile and one.tier is tier]
    judged = [one for one in chosen if one.verdict.rank > Verdict.NOT_APPLICABLE.rank]
    kept = sum(one.verdict is Verdict.KEPT for one in judged)
    return (
        Text(f"{kept}/{len(judged)}", "green" if judged and kept == len(judged) else "") if judged else Text()
    )


def _slowest(run: RunResult) -> RenderableType | None:
    ran = sorted(run.clauses, key=lambda pair: pair[1].duration_s, reverse=True)[:_SLOWEST]
    listed = [(target.name, clause) for target, clause in ran if clause.duration_s > 0]
    if not listed:
        return None
    grid = Table.grid(padding=(0, 2))
    for place, (target, clause) in enumerate(listed):
        heading = "slowest" if not place else ""
        grid.add_row(
            Text(heading, "dim"), f"{clause.duration_s:.2f} s", Text(f"{clause.id}  {target}", "dim")
        )
    return grid


def _closing(run: RunResult) -> Text:
    counts = tally(clause for _, clause in run.clauses)
    said, style = _CLOSINGS[run.exit_code]
    line = Text(said, style)
    if run.stopped and run.stopped != INTERRUPTED:
        line.append(f" ({run.stopped})")
    line.append(f"  {listed(counts)} in {run.duration_s:.1f} s", "dim")
    return line


_CLOSINGS: Mapping[ExitCode, tuple[str, str]] = {
    ExitCode.KEPT: ("Every clause that was asked is kept.", "bold green"),
    ExitCode.BROKEN: ("The contract is broken.", "bold red"),
    ExitCode.VOID: ("The run is void: the harness could not tell.", "bold magenta"),
    ExitCode.INTERRUPTED: ("Interrupted: this is what is known.", "bold yellow"),
}


def listed(counts: Mapping[str, int]) -> str:
    """`3 broken, 120 kept`, most serious first."""
    return ", ".join(f"{count} {label}" for label, count in counts.items()) or "nothing was asked"


def _why(clause: ClauseResult) -> str:
    if clause.reason:
        return clause.reason
    example = clause.decisive
    if example is None or clause.verdict is Verdict.KEPT:
        return ""
    return (
        f"promised {example.promised}, observed {example.observed}" if example.promised else example.message
    )


def _clipped(text: str) -> str:
    lines: Iterable[str] = text.strip().splitlines()
    lines = list(lines)
    more = len(lines) - _DETAIL_LINES
    return "\n".join([*lines[:_DETAIL_LINES], *([f"… {more} more lines"] if more > 0 else [])])
