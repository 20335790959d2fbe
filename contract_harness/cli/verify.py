"""`gateway-contracts verify`: ask gateways to keep their promises, and report."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import arguments
from contract_harness.errors import HarnessError

if TYPE_CHECKING:
    from contract_harness.report.model import RunResult
    from contract_harness.running.runner import Channel
    from contract_harness.running.verification import Asked
    from contract_harness.targets.target import Target


def add_to(commands: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "verify",
        help="ask one gateway or several to keep their promises",
        description="Ask gateways to keep every promise they claim, and write reports. Without a target, "
        "the reference gateway on SQLite is asked.",
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="a packaged name or a target file")
    parser.add_argument("--url", action="append", default=[], help="a gateway that already runs")
    parser.add_argument(
        "--command", metavar="WORDS", help="the gateway program, instead of the target's `gateway` line"
    )
    parser.add_argument("--profile", action="append", default=[], help="only this profile (repeatable)")
    parser.add_argument(
        "--clause", action="append", default=[], metavar="ID", help="only this clause (repeatable)"
    )
    parser.add_argument(
        "--edition", metavar="NAME", help="score the clauses of this edition; younger ones are reported only"
    )
    parser.add_argument(
        "--tier", action="append", default=[], choices=["core", "hardened", "provisional", "extra"]
    )
    parser.add_argument(
        "--extra-features",
        type=Path,
        metavar="DIR",
        help="your own scenarios (and step modules in DIR/steps), outside the contract; one that is broken "
        "fails the run",
    )
    parser.add_argument("--report-dir", type=Path, default=Path("reports"), metavar="DIR")
    parser.add_argument(
        "--workers",
        type=arguments.workers,
        default="auto",
        metavar="N|auto",
        help="at most so many processes that run examples; few examples get fewer",
    )
    parser.add_argument("--patience", type=arguments.factor, metavar="FACTOR", help="stretch every wait")
    parser.add_argument(
        "--no-preload",
        action="store_true",
        help="execute each Python command from its beginning, imports included; slower, same verdicts",
    )
    parser.add_argument("--fail-fast", action="store_true", help="stop at the first failure")
    parser.add_argument(
        "--shuffle",
        type=arguments.seed,
        metavar="SEED|any",
        help="run examples in another order, which the seed repeats",
    )
    parser.add_argument(
        "--repeat",
        type=arguments.times,
        default=1,
        metavar="N",
        help="verify N times, each time with the next seed, until once something is not kept",
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Verify, show, report; returns the exit code.

    Raises:
        HarnessError: a target, a filter or the report directory is wrong, or a server is missing.
    """
    # Imported here, so that `--help` and a mistyped flag answer at once.
    from contract_harness.running.runner import standing_by
    from contract_harness.running.verification import PLUGINS

    # It imports for a second, in which there is enough to import and to read here.
    with standing_by(PLUGINS) as channel:
        result, targets = _verified(given, channel)
    from contract_harness.mutation.hints import with_mutants
    from contract_harness.report import terminal, writers

    result = with_mutants(result, targets)
    writers.write_all(result, given.report_dir)
    console = terminal.console()
    console.print()
    width = console.width if console.is_terminal else None
    console.print(terminal.summary(result, given.report_dir, width), soft_wrap=True)
    return result.exit_code


def _verified(given: argparse.Namespace, channel: Channel) -> tuple[RunResult, dict[str, Target]]:
    """The result of the last run, the first of which goes over *channel*, and the targets by name."""
    from contract_harness.ledger.clauses import read_features
    from contract_harness.ledger.editions import read_editions, scoring
    from contract_harness.report import terminal, writers
    from contract_harness.report.progress import progress_on
    from contract_harness.running.verification import Conditions, verify
    from contract_harness.verdicts import ExitCode

    ledger = read_features()
    step_files: tuple[Path, ...] = ()
    if given.extra_features is not None:
        # Imported here: it loads every step there is, to find each sentence of theirs a definition.
        from contract_harness.extras import read_extras

        extras = read_extras(given.extra_features, ledger)
        ledger, step_files = extras.beside(ledger), extras.step_files
    asked = _asked(ledger, given)
    writers.prepare(given.report_dir)
    console = terminal.console()
    examples = sum(clause.runs for one in asked for clause in one.clauses)
    conditions = Conditions(
        workers=arguments.useful_workers(given.workers, examples),
        fail_fast=given.fail_fast,
        patience=given.patience,
        scoring=scoring(read_editions(), given.edition, ledger) if given.edition else None,
        step_files=step_files,
    )
    console.print(_opening(asked), style="dim", soft_wrap=True, markup=False)
    for time in range(given.repeat):
        seed = None if given.shuffle is None else given.shuffle + time
        if told := _told(time, given.repeat, seed):
            console.print(told, style="dim", soft_wrap=True, markup=False)
        with progress_on(console) as progress:
            over = None if time else channel
            result = verify(ledger, asked, replace(conditions, seed=seed), progress.heard, over)
        if result.exit_code is not ExitCode.KEPT:
            break
    return result, {one.target.name: one.target for one in asked}


def _told(time: int, times: int, seed: int | None) -> str:
    """Which of several runs this is, and what repeats its order; empty for the usual single run."""
    words = [f"time {time + 1} of {times}"] if times > 1 else []
    words += [] if seed is None else [f"shuffled with seed {seed}"]
    return ", ".join(words)


def _asked(ledger: Any, given: argparse.Namespace) -> list[Asked]:
    from contract_harness.running.verification import chosen

    asked = [
        chosen(
            ledger,
            replace(one, preload=()) if given.no_preload else one,
            profiles=given.profile,
            ids=given.clause,
            tiers=given.tier,
        )
        for one in _targets(given.targets, given.url, given.command)
    ]
    for one in asked:
        _rehearse(one)
        _check_alive(one, given.patience)
    if not any(one.clauses for one in asked):
        raise HarnessError(
            "no clause matches: the targets claim none of these profiles, or no clause of theirs has this "
            "tier; `gateway-contracts clauses` lists what there is."
        )
    return asked


def _targets(specs: Sequence[str], urls: Sequence[str], command: str | None) -> list[Target]:
    from contract_harness.targets.loading import load, url_target

    found = [load(spec) for spec in specs or ([] if urls else ["reference"])]
    for url in urls:
        one = url_target(url)
        # Two URLs have no names of their own.
        found.append(one if len(urls) == 1 else replace(one, name=one.url))
    if command is not None:
        found = [one.run_by(command) for one in found]
    for name, count in Counter(one.name for one in found).items():
        if count > 1:
            raise HarnessError(f"the target {name!r} is given twice: give each once.")
    return found


def _rehearse(one: Asked) -> None:
    if one.clauses and one.target.config_template is not None:
        from contract_harness.configs.template_check import rehearse

        rehearse(one.target)


def _check_alive(one: Asked, patience: str | None) -> None:
    if one.target.driver != "url":
        return
    from contract_harness.drivers.url import check_alive
    from contract_harness.patience import Patience

    check_alive(
        one.target, Patience().stretched(float(patience)) if patience else Patience.from_environment()
    )


def _opening(asked: Sequence[Asked]) -> str:
    lines = []
    for one in asked:
        profiles = ", ".join(dict.fromkeys(clause.profile for clause in one.clauses)) or "nothing"
        count = len(one.clauses)
        lines.append(f"{one.target.name}: {count} clause{'' if count == 1 else 's'} of {profiles}")
    return "\n".join(lines)
