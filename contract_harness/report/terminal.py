"""
What a person reads in the terminal when a run is over.

Everything a gateway sent is shown with its control characters spelled out, so an answer cannot drive
the terminal it is shown in, and never as markup.
"""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from contract_harness.ledger.clauses import Tier
from contract_harness.report.failure_text import absences, guarded_by, remarks, repeated_by, tales
from contract_harness.report.grouping import Alike, worth_telling
from contract_harness.report.headline import NOT_SCORED, headline, tallied
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
OUTSIDE = "outside the contract"
TIERS: Mapping[Tier, str] = {
    Tier.CORE: "blue",
    Tier.HARDENED: "cyan",
    Tier.PROVISIONAL: "dim",
    Tier.EXTRA: "yellow",
}
_SLOWEST = 5
_LOG_WIDTH = 140
_STORIES = 20
"""More breaches than this are in the report; a wall of text is read by nobody."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Page(Console):
    """A console whose reader may leave: the run goes on, for its reports and its exit code."""

    def on_broken_pipe(self) -> None:
        """Nothing more is shown. Python would complain once more when it flushes at exit."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, (sys.stderr if self.stderr else sys.stdout).fileno())
        os.close(nowhere)


def console(*, stderr: bool = False) -> Console:
    """Standard output, or else standard error.

    Wide enough for whole tables where nobody wraps lines, as in the log of a CI job.
    """
    chosen = _Page(highlight=False, stderr=stderr)
    return chosen if chosen.is_terminal else _Page(highlight=False, stderr=stderr, width=_LOG_WIDTH)


def visible(text: str) -> str:
    """*text* with what would steer a terminal or turn the writing direction spelled out."""
    # Nearly every text is plain, which is ten times as fast to see as to search.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def verdict_line(target: str, clause: ClauseResult) -> Text:
    """One line about one clause, with what decided it."""
    style = "dim" if clause.fails_freely else STYLES[clause.verdict]
    line = Text.assemble((f"{clause.verdict.label:<14}", style), clause.id)
    line.append(f"  {target}{f' ({NOT_SCORED})' if clause.fails_freely else ''}", "dim")
    words = visible(_why(clause)).splitlines()
    if words:
        line.append(f"  {words[0][:160]}", "dim")
    return line


def summary(
    run: RunResult, reports: Path | None, width: int | None = None, *, brief: bool = False
) -> RenderableType:
    """The whole closing page: breaches first, then counts, the slowest, and where to read on.

    Args:
        width: sentences are folded to it; None leaves every line whole, for a log.
        brief: only what was not kept, and the verdict.
    """
    parts: list[RenderableType] = []
    told = worth_telling(run)
    for alike in told[:_STORIES]:
        parts += [story(alike, width), Text()]
    if more := sum(alike.size for alike in told[_STORIES:]):
        parts += [Text(f"… and {more} more in the report.", "dim"), Text()]
    parts += [Text(visible(trouble), "magenta") for trouble in run.troubles]
    if not brief:
        parts += [*_scores(run, width), Text()]
        if slow := _slowest(run):
            parts += [slow, Text()]
    parts.append(_closing(run, width))
    if reports and not brief:
        parts.append(Text.assemble(("reports   ", "dim"), str(reports / "report.html")))
        parts.append(Text("          report.json, junit.xml, summary.md and badge.json beside it", "dim"))
    return Group(*parts)


def story(alike: Alike, width: int | None = None) -> Text:
    """One clause that was not kept, or several for one reason: promised, observed, how to see it again."""
    clause = alike.first
    head = Text.assemble((clause.verdict.label, STYLES[clause.verdict]), " ")
    if alike.others:
        head.append(f"{alike.size} clauses, for one reason", "bold").append(f"  {alike.target.name}", "dim")
        lines = [head, Text.assemble(("  first     ", "dim"), clause.id), *folded(clause.title, width, 12)]
    else:
        head.append(clause.id, "bold")
        beside = f" ({NOT_SCORED})" if clause.fails_freely else ""
        where = f"  {clause.tier.value}{beside}, {alike.target.name}"
        is_narrow = width is not None and head.cell_len + len(where) > width
        head.append(f"\n{where}" if is_narrow else where, "dim")
        lines = [head, *folded(clause.title, width, 2)]
    if clause.reason:
        lines += folded(visible(clause.reason), width, 2)
    for tale in tales(clause.examples):
        lines += fields(tale, width)
    lines += fields({"repeat": repeated_by(alike.target, clause)}, width, prose=())
    if clause.verdict.fails:
        lines += fields({"mutant": guarded_by(clause)}, width)
    return Text("\n").join(lines)


_PROSE = ("example", "step", "promised", "observed", "besides", "detail", "because", "shows", "mutant")
_CUT = ("with", "exchange", "command", "log")
_MARGIN = 12
_TONES = {
    "promised": "green",
    "observed": "red",
    "again": "cyan",
    "repeat": "cyan",
    "exchange": "dim",
    "command": "dim",
    "log": "dim",
}


def fields(
    values: Mapping[str, str], width: int | None, *, prose: Collection[str] = _PROSE
) -> Iterator[Text]:
    """One field after another. What is read is folded, evidence is cut at the edge, a command stays whole.

    Args:
        prose: the names of the fields that are sentences.
    """
    for name, value in values.items():
        if value:
            lines = [
                line
                for said in visible(value).splitlines()
                for line in folded(said, width if name in prose else None, _MARGIN)
            ]
            for line in lines:
                line.stylize(_TONES.get(name, ""))
                if name in _CUT and width is not None:
                    line.truncate(width, overflow="ellipsis")
            yield Text.assemble((f"  {name:<10}", "dim"), lines[0][_MARGIN:])
            yield from lines[1:]


def folded(sentence: str, width: int | None, margin: int, style: str = "") -> list[Text]:
    """The lines of *sentence* behind a margin, broken between words only; whole without a width."""
    if width is None:
        return [Text(" " * margin + sentence, style)]
    space = max(width - margin, 20)
    lines = textwrap.wrap(sentence, space, break_long_words=False, break_on_hyphens=False)
    return [Text(" " * margin + line, style) for line in lines or [""]]


def fitted(line: Text, width: int) -> Text:
    """*line* as it is, or as many whole words of it as fit into the width, and `…`."""
    if line.cell_len <= width:
        return line
    cut = line.copy()
    cut.truncate(max(line.plain.rfind(" ", 0, width - 1), width // 2))
    return cut.append(" …" if cut.cell_len < width - 1 else "…", "dim")


def _scores(run: RunResult, width: int | None) -> Iterator[RenderableType]:
    """A table a target, below its name: a name may be a URL, which would push the numbers off the screen."""
    widest = max((len(one.profile) for _, one in run.clauses), default=0)
    for place, target in enumerate(run.targets):
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_header=not place)
        table.add_column(min_width=widest + 2, no_wrap=True)
        for tier in ("core", "hardened"):
            heading = f"{tier} kept"
            table.add_column(heading, justify="right", no_wrap=True, min_width=len(heading))
        table.add_column()
        for profile in dict.fromkeys(clause.profile for clause in target.clauses):
            scores = [_score(target, profile, tier) for tier in (Tier.CORE, Tier.HARDENED)]
            others = _others(target.of(profile))
            if target.is_extra(profile):
                others = Text.assemble(_score(target, profile, Tier.EXTRA), f" kept, {OUTSIDE}  ", others)
            table.add_row(f"  {profile}", *scores, others)
        yield Text(target.name, "bold")
        yield table
        for absence in absences(target):
            yield from folded(f"absent: {visible(absence)}", width, 2, STYLES[Verdict.BROKEN])
        for remark in remarks(target):
            yield from folded(f"note: {visible(remark)}", width, 2, "dim")


def _others(clauses: Sequence[ClauseResult]) -> Text:
    """What is not kept, each in its colour; what costs nothing is dim."""
    costly = tally(one for one in clauses if one.verdict is not Verdict.KEPT and not one.fails_freely)
    free = tally(one for one in clauses if one.fails_freely)
    parts = [(f"{count} {label}", STYLES[Verdict.named(label)]) for label, count in costly.items()]
    parts += [(f"{count} {label} ({NOT_SCORED})", "dim") for label, count in free.items()]
    return Text(", ").join(Text(*part) for part in parts)


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


def _closing(run: RunResult, width: int | None) -> Text:
    line = Text(f"{headline(run)}.", _CLOSING_STYLES[run.exit_code])
    if run.stopped and run.stopped != INTERRUPTED:
        line.append(f" ({run.stopped})")
    scored = f", scored as edition {run.edition}" if run.edition else ""
    total = f"{tallied(one for _, one in run.clauses)} in {run.duration_s:.1f} s{scored}"
    if width is None or line.cell_len + 2 + len(total) <= width:
        return line.append(f"  {total}", "dim")
    return Text("\n").join([line, *folded(total, width, 2)])


_CLOSING_STYLES: Mapping[ExitCode, str] = {
    ExitCode.KEPT: "bold green",
    ExitCode.BROKEN: "bold red",
    ExitCode.VOID: "bold magenta",
    ExitCode.INTERRUPTED: "bold yellow",
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
