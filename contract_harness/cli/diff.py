"""`gateway-contracts diff`: what became of each clause between two reports."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from contract_harness.report.comparison import Change, Comparison

_SHOWN = 40
"""So many changes of one kind are listed; --json has them all."""
_SAID_CHARS = 160


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "diff",
        help="compare two reports: new, fixed, regressed, stale, renamed, slower",
        description="Report what became of each clause. Exit 1 when one regressed, went stale, is new and "
        "fails, or is judged no more; one that only got slower fails when asked to.",
        examples={
            "gateway-contracts diff main/report.json reports/report.json": "what this change did",
            "gateway-contracts diff before.json after.json --slower 2 --fail-on-slower": "a gate on time too",
        },
    )
    parser.add_argument("before", type=Path, metavar="BEFORE", help="an earlier report.json")
    parser.add_argument("after", type=Path, metavar="AFTER", help="a later one")
    parser.add_argument("--json", action="store_true", help="as JSON (default: off)")
    pace = parser.add_argument_group("when a clause is slower")
    pace.add_argument(
        "--slower", type=_factor, default=1.5, metavar="FACTOR", help="by this factor (default: 1.5) …"
    )
    pace.add_argument(
        "--floor", type=_seconds, default=0.5, metavar="SECONDS", help="… and by these seconds (default: 0.5)"
    )
    pace.add_argument(
        "--fail-on-slower", action="store_true", help="exit 1 for slower clauses too (default: off)"
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Compare and tell; returns the exit code.

    Raises:
        HarnessError: one of the files is no whole report or of a newer version, or they share no target.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.ledger.editions import read_editions
    from contract_harness.report import json_reader, terminal
    from contract_harness.report.comparison import Kind, Pace, compare
    from contract_harness.verdicts import ExitCode

    outcome = compare(
        json_reader.read(given.before),
        json_reader.read(given.after),
        renames=read_editions().renames(),
        pace=Pace(given.slower, given.floor),
    )
    is_slow = given.fail_on_slower and outcome.of(Kind.SLOWER)
    code = ExitCode.BROKEN if is_slow else outcome.exit_code
    if given.json:
        import json

        print(json.dumps(document(outcome, code), indent=1, ensure_ascii=False))
    else:
        console = terminal.console()
        for line in _lines(outcome, code):
            console.print(line, soft_wrap=not console.is_terminal)
    return code


def document(outcome: Comparison, code: int) -> dict[str, Any]:
    """The comparison as JSON data."""
    from contract_harness.report.comparison import Kind

    return {
        "format": 1,
        "exit_code": int(code),
        "remarks": list(outcome.remarks),
        "same": outcome.same,
        **{kind.value: [_as_data(change) for change in outcome.of(kind)] for kind in Kind},
    }


def _as_data(change: Change) -> dict[str, Any]:
    return {
        "target": change.target,
        "clause": change.clause,
        "was": change.was,
        "now": change.now,
        "said": change.said,
        "worse": change.is_worse,
    }


def _lines(outcome: Comparison, code: int) -> Iterator[RenderableType]:
    from rich.text import Text

    from contract_harness.report.comparison import Kind
    from contract_harness.report.terminal import visible

    styles = {
        Kind.REGRESSED: "bold red",
        Kind.STALE: "bold red",
        Kind.UNJUDGED: "bold magenta",
        Kind.FIXED: "green",
        Kind.EXCUSED: "yellow",
        Kind.SLOWER: "yellow",
    }
    for remark in outcome.remarks:
        yield Text(f"note: {visible(remark)}", "dim")
    for kind in Kind:
        changes = outcome.of(kind)
        if not changes:
            continue
        yield Text(f"{kind.value}  {len(changes)}", styles.get(kind, "bold"))
        if outcome.is_expected(kind):
            yield Text(f"  {_counted(changes)}, which the narrowed run did not ask", "dim")
            changes = [change for change in changes if change.is_worse]
        for change in changes[:_SHOWN]:
            verdicts = " → ".join(word for word in (change.was, change.now) if word)
            yield Text.assemble(f"  {change.clause}", (f"  {verdicts}  {change.target}", "dim"))
            said = visible(change.said).splitlines()
            if said:
                yield Text(f"    {said[0][:_SAID_CHARS]}{'…' if len(said[0]) > _SAID_CHARS else ''}", "dim")
        if len(changes) > _SHOWN:
            yield Text(f"  … and {len(changes) - _SHOWN} more", "dim")
    verdict = ("nothing got worse", "bold green") if not code else ("something got worse", "bold red")
    same = "1 clause" if outcome.same == 1 else f"{outcome.same} clauses"
    yield Text.assemble(verdict, (f"  {same} as before", "dim"))


def _counted(changes: list[Change]) -> str:
    """How many of them have which verdict, most serious first."""
    from collections import Counter

    from contract_harness.report.terminal import listed
    from contract_harness.verdicts import Verdict

    count = Counter(change.now or change.was for change in changes)
    return listed({one.label: count[one.label] for one in reversed(Verdict) if count[one.label]})


def _factor(text: str) -> float:
    number = _number(text)
    if not 1 < number < 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a factor: give a number above 1, such as 1.5")
    return number


def _seconds(text: str) -> float:
    number = _number(text)
    if not 0 <= number < 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds: give one such as 0.5")
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0
