"""summary.md: what a pull request or a CI job page shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from contract_harness.ledger.clauses import Tier
from contract_harness.report.failure_text import absences, guarded_by, remarks, repeated_by, tales
from contract_harness.report.grouping import Alike, worth_telling
from contract_harness.report.headline import NOT_SCORED, headline, tallied
from contract_harness.report.model import ClauseResult, RunResult, TargetResult
from contract_harness.report.source_text import linked
from contract_harness.report.terminal import OUTSIDE, visible
from contract_harness.verdicts import ExitCode, Verdict

_LAMPS = {ExitCode.KEPT: "✅", ExitCode.BROKEN: "❌", ExitCode.VOID: "⚠️", ExitCode.INTERRUPTED: "⚠️"}
_STORIES = 50
_WIDTH = 110
_MARGIN = 10
_WHOLE = ("again", "with")
"""What is typed, or stands in columns."""
_FOLDED = {"exchange": "the exchange", "command": "the command", "log": "the end of the log"}


def page(run: RunResult) -> str:
    """The run as GitHub-flavoured Markdown."""
    return "\n".join(_lines(run)) + "\n"


def _lines(run: RunResult) -> Iterator[str]:
    yield f"## {_LAMPS[run.exit_code]} {headline(run)}"
    yield ""
    limits = ", ".join(one for one in (run.stopped, *run.narrowed) if one)
    scored = f", scored as edition {_cell(run.edition)}" if run.edition else ""
    counts = tallied(one for _, one in run.clauses)
    yield f"{counts} in {run.duration_s:.1f} s{scored}{limits and f' ({_cell(limits)})'}."
    yield ""
    yield "| target | profile | core kept | hardened kept | other |"
    yield "| --- | --- | --: | --: | --- |"
    for target in run.targets:
        for profile in dict.fromkeys(clause.profile for clause in target.clauses):
            others = [one for one in target.of(profile) if one.verdict is not Verdict.KEPT]
            scores = f"{_score(target, profile, Tier.CORE)} | {_score(target, profile, Tier.HARDENED)}"
            said = tallied(others) if others else ""
            if target.is_extra(profile):
                kept = f"{_score(target, profile, Tier.EXTRA)} kept, {OUTSIDE}"
                said = f"{kept}, {said}" if said else kept
            yield f"| {_cell(target.name)} | {profile} | {scores} | {said} |"
    for target in run.targets:
        where = f" at {_cell(target.name)}" if len(run.targets) > 1 else ""
        yield from (f"\n❌ {_cell(absence)}{where}" for absence in absences(target))
        yield from (f"\nNote: {_cell(remark)}{where}" for remark in remarks(target))
        yield from _deviations(target, where)
    for trouble in run.troubles:
        yield from ("", *_fenced(trouble))
    told = worth_telling(run)
    for alike in told[:_STORIES]:
        yield from _story(alike)
    if more := sum(alike.size for alike in told[_STORIES:]):
        yield f"\n… and {more} more in the report."


def _deviations(target: TargetResult, where: str) -> Iterator[str]:
    """Every declared deviation with its reason, folded away."""
    declared = [(clause, clause.deviation) for clause in target.clauses if clause.deviation]
    if not declared:
        return
    plural = "s" if len(declared) > 1 else ""
    yield f"\n<details><summary>{len(declared)} declared deviation{plural}{where}</summary>\n"
    for clause, one in declared:
        until = f", until {one.expires}" if one.expires else ""
        known = f"{', predicted' if one.predicted else ''}{', by chance' if one.by_chance else ''}"
        said = f"{one.reason} {one.link}".strip()
        yield f"- {clause.verdict.label}: `{clause.id}`: {_cell(said)}{until}{known}"
    yield "\n</details>"


def _score(target: TargetResult, profile: str, tier: Tier) -> str:
    chosen = [one.verdict for one in target.clauses if one.profile == profile and one.tier is tier]
    judged = [one for one in chosen if one.rank > Verdict.NOT_APPLICABLE.rank]
    return f"{sum(one is Verdict.KEPT for one in judged)}/{len(judged)}" if judged else ""


def _story(alike: Alike) -> Iterator[str]:
    clause = alike.first
    yield f"\n### {clause.verdict.label}: `{clause.id}` at {_cell(alike.target.name)}\n"
    beside = OUTSIDE if clause.tier is Tier.EXTRA else NOT_SCORED if clause.fails_freely else ""
    tier = ", ".join(filter(None, (clause.tier.value, beside)))
    yield f"{_cell(clause.title)} ({'; '.join(filter(None, (tier, _source(clause))))})"
    if clause.reason:
        yield f"\n{_cell(clause.reason)}"
    for fields in tales(clause.examples):
        yield ""
        yield from _fenced(_listing({name: text for name, text in fields.items() if name not in _FOLDED}))
        for name, heading in _FOLDED.items():
            if name in fields:
                yield from _folded(heading, fields[name])
    if command := repeated_by(alike.target, clause):
        yield f"\nA gateway to type it at: `{visible(command)}`"
    if clause.verdict.fails:
        yield f"\nMutant: {_cell(guarded_by(clause))}"
    if alike.others:
        ids = ", ".join(f"`{other.id}`" for other in alike.others)
        yield f"\n<details><summary>and {len(alike.others)} more for the same reason</summary>\n"
        yield f"{ids}\n\n</details>"


def _source(clause: ClauseResult) -> str:
    parts = [(_escaped(visible(text)), url) for text, url in linked(clause)]
    return "".join(f"[{text}]({url})" if url else text for text, url in parts)


def _folded(heading: str, text: str) -> Iterator[str]:
    yield from (f"\n<details><summary>{heading}</summary>\n", *_fenced(text), "\n</details>")


def _listing(fields: Mapping[str, str]) -> str:
    """Name and text side by side, further lines of a text below its first; sentences are folded."""
    margin = "\n" + " " * _MARGIN
    return "\n".join(
        f"{name:<{_MARGIN}}{margin.join(_lines_of(text, name not in _WHOLE))}"
        for name, text in fields.items()
    )


def _lines_of(text: str, is_folded: bool) -> Iterator[str]:
    for line in text.splitlines():
        if is_folded and len(line) > _WIDTH - _MARGIN:
            indent = line[: len(line) - len(line.lstrip())]
            yield from textwrap.wrap(
                line,
                _WIDTH - _MARGIN,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        else:
            yield line


def _fenced(text: str) -> Iterator[str]:
    """A code block nothing inside can end."""
    text = visible(text)
    fence = "```"
    while fence in text:
        fence += "`"
    yield f"{fence}text\n{text}\n{fence}"


def _cell(text: str) -> str:
    """Text that stays text, and stays in its cell."""
    return _escaped(" ".join(visible(text).split()))


def _escaped(text: str) -> str:
    for character in "\\`*_<>|[]":
        text = text.replace(character, f"\\{character}")
    return text
