"""`gateway-contracts repeat`: break one clause again, and leave standing what it broke on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import arguments

if TYPE_CHECKING:
    from contract_harness.report.model import RunResult, TargetResult
    from contract_harness.running.request import Prepared
    from contract_harness.running.runner import Channel

_NOTHING_BROKE = 1
_TYPED = {
    "gateway-contracts repeat same-origin.three-surfaces-answer": "as the last report has it",
    "gateway-contracts repeat bootstrap.first-sign-in my-gateway.toml --example rotation": "one of several",
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "repeat",
        help="break one clause again, and leave the gateway running for a look",
        description="Run the examples of a clause until one breaks, and leave what it stands on running: "
        "gateway, database, simulated servers. Print for another shell the variables of the lines called "
        "`again`, and the line. Ctrl-C ends all of it; the secrets are made up for this run, and end with "
        "it. Exit codes: 0 it broke and was looked at, 1 nothing broke, 2 usage, 3 void.",
        examples=_TYPED,
    )
    parser.add_argument("clause", metavar="CLAUSE", help="the id of a clause, as a report has it")
    parser.add_argument(
        "target",
        nargs="?",
        metavar="TARGET",
        help="a target file, or the name of a target that comes along (default: where the last report says "
        "that it broke, with the command and database it was given there; else reference)",
    )
    arguments.add_program(parser)
    how = parser.add_argument_group("how it runs")
    how.add_argument(
        "--example",
        metavar="WORDS",
        help="only an example with these words in its title (default: those that broke in the last report, "
        "else all)",
    )
    arguments.add_report_dir(how, "where the last report is")
    arguments.add_patience(how)
    how.add_argument(
        "--seed",
        type=arguments.seed,
        metavar="SEED|any",
        help="draw values by this seed (default: that of the last report, else any)",
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Break it, tell how to see it again, and wait.

    Raises:
        HarnessError: there is no such clause or target, or the target is not started by the harness.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.report.model import INTERRUPTED
    from contract_harness.running.runner import standing_by
    from contract_harness.running.verification import PLUGINS
    from contract_harness.verdicts import ExitCode

    with standing_by(PLUGINS) as channel:
        prepared = _prepared(given)
        watch = _Watch(channel)
        result = prepared.run(lambda _: nullcontext(watch.heard), channel)
    if watch.has_held:
        return ExitCode.KEPT
    if result.stopped == INTERRUPTED:
        return ExitCode.INTERRUPTED
    return _tell_that_nothing_broke(result)


class _Watch:
    """Waits for the example that breaks, and beside it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.has_held = False

    def heard(self, _gathering: object, event: Mapping[str, Any] | None, _decided: object) -> None:
        """Show what is held until somebody interrupts."""
        if event and event["kind"] == "held":
            from contract_harness.report.held_text import lines

            self.has_held = True
            print("\n".join(lines(event)), flush=True)
            self._channel.process.wait()


def _prepared(given: argparse.Namespace) -> Prepared:
    from dataclasses import replace

    from contract_harness.ledger.clauses import read_features
    from contract_harness.running.request import Request, prepare

    ledger = read_features()
    ledger.clause(given.clause)
    last = _last(given.report_dir)
    typed = _typed(given, last)
    _check_started(typed["target"])
    words = (given.example,) if given.example else _broken_examples(last, given.clause, typed)
    request = Request(
        targets=[typed["target"]],
        command=typed.get("command"),
        database=typed.get("database"),
        ids=[given.clause],
        patience=given.patience,
        seed=_seed(given, last),
    )
    prepared = prepare(ledger, request)
    return replace(prepared, conditions=replace(prepared.conditions, holds=True, examples=words))


def _seed(given: argparse.Namespace, last: RunResult | None) -> int:
    if given.seed is not None:
        return int(given.seed)
    return arguments.seed("any") if last is None or last.seed is None else last.seed


def _check_started(spec: str) -> None:
    from contract_harness.errors import HarnessError
    from contract_harness.targets.loading import load

    target = load(spec)
    if target.driver == "url":
        raise HarnessError(
            f"target {target.name!r} is not started by the harness: type the lines called `again` of its "
            "report as they are."
        )


def _last(directory: Path) -> RunResult | None:
    from contract_harness.report import json_reader

    file = directory / "report.json"
    return json_reader.read(file) if file.exists() else None


def _typed(given: argparse.Namespace, last: RunResult | None) -> dict[str, str]:
    """Target, command and database: as given, and without a target as the last report has them."""
    said = {
        "target": given.target and _file_of(given.target),
        "command": given.command,
        "database": given.database,
    }
    said = {name: value for name, value in said.items() if value is not None}
    return {"target": "reference", **({} if given.target else _broken_at(last, given.clause)), **said}


def _file_of(spec: str) -> str:
    """A report names a target without the `.toml` of its file."""
    from contract_harness.targets.loading import names

    file = Path(f"{spec}.toml")
    return str(file) if spec not in names() and file.is_file() else spec


def _broken_at(last: RunResult | None, clause: str) -> Mapping[str, str]:
    """What was typed for the target at which the clause broke last time; empty when it did not, or when
    nobody knows."""
    return next((target.typed for target, _ in _broken(last, clause)), {})


def _broken_examples(last: RunResult | None, clause: str, typed: Mapping[str, str]) -> tuple[str, ...]:
    """The titles of those that broke last time at the target that was typed so."""
    return tuple(
        title for target, titles in _broken(last, clause) if target.typed == typed for title in titles
    )


def _broken(last: RunResult | None, clause: str) -> Iterator[tuple[TargetResult, list[str]]]:
    """Each target at which the clause broke, with the examples that did."""
    from contract_harness.verdicts import Verdict

    for target, one in last.clauses if last else ():
        titles = [example.title for example in one.examples if example.verdict is Verdict.BROKEN]
        if one.id == clause and titles:
            yield target, titles


def _tell_that_nothing_broke(result: RunResult) -> int:
    from contract_harness.verdicts import ExitCode, Verdict

    ((target, clause),) = result.clauses
    why = next((one.message for one in clause.examples if one.message), "") or clause.reason
    said = "; ".join([*result.troubles, *([why] if why else [])])
    print(
        f"gateway-contracts: {clause.id} is {clause.verdict.label} at {target.name}"
        f"{f' ({said})' if said else ''}: nothing broke that could be looked at.",
        file=sys.stderr,
    )
    is_void = bool(result.troubles) or clause.verdict is Verdict.VOID
    return ExitCode.VOID if is_void else _NOTHING_BROKE
