"""`gateway-contracts verify`: ask gateways to keep their promises, and report."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_harness.cli import access, arguments

if TYPE_CHECKING:
    from rich.console import Console

    from contract_harness.running.choice import Asked
    from contract_harness.running.request import Prepared, Request, Round
    from contract_harness.running.verification import Listener


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
        "--command", metavar="COMMAND", help="the gateway program, instead of the target's `gateway` line"
    )
    access.add_to(parser)
    parser.add_argument("--profile", action="append", default=[], help="only this profile (repeatable)")
    parser.add_argument(
        "--clause", action="append", default=[], metavar="ID", help="only this clause (repeatable)"
    )
    parser.add_argument(
        "--edition", metavar="NAME", help="score the clauses of this edition; younger ones are reported only"
    )
    parser.add_argument(
        "--tier",
        action="append",
        default=[],
        choices=["core", "hardened", "provisional", "extra"],
        help="only clauses of this tier (repeatable)",
    )
    parser.add_argument(
        "--extra-features",
        type=Path,
        metavar="DIR",
        help="your own scenarios (and step modules in DIR/steps), outside the contract; one that is broken "
        "fails the run",
    )
    arguments.add_report_dir(parser, "where the reports are written")
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
        from contract_harness.report import terminal, writers

        prepared = _prepared(given)
        writers.prepare(given.report_dir)
        console = terminal.console()
        console.print(_opening(prepared.asked), style="dim", soft_wrap=True, markup=False)
        result = prepared.run(lambda one: _shown(console, one), channel)
    from contract_harness.mutation.hints import with_mutants

    result = with_mutants(result, prepared.targets)
    writers.write_all(result, given.report_dir)
    console.print()
    width = console.width if console.is_terminal else None
    console.print(terminal.summary(result, given.report_dir, width), soft_wrap=True)
    return result.exit_code


def _prepared(given: argparse.Namespace) -> Prepared:
    from contract_harness.ledger.clauses import read_features
    from contract_harness.running.request import prepare

    ledger = read_features()
    if given.extra_features is None:
        return prepare(ledger, _request(given))
    # Imported here: it loads every step there is, to find each sentence of theirs a definition.
    from contract_harness.extras import read_extras

    extras = read_extras(given.extra_features, ledger)
    return prepare(extras.beside(ledger), _request(given), extras.step_files)


def _request(given: argparse.Namespace) -> Request:
    from contract_harness.running.request import Request

    return Request(
        targets=given.targets,
        urls=given.url,
        command=given.command,
        reach=access.given(given),
        profiles=given.profile,
        ids=given.clause,
        tiers=given.tier,
        edition=given.edition,
        preload=not given.no_preload,
        workers=given.workers,
        fail_fast=given.fail_fast,
        patience=given.patience,
        seed=given.shuffle,
        rounds=given.repeat,
    )


@contextmanager
def _shown(console: Console, one: Round) -> Iterator[Listener]:
    """Say which round begins, and show it while it goes on."""
    from contract_harness.report.progress import progress_on

    if told := _told(one):
        console.print(told, style="dim", soft_wrap=True, markup=False)
    with progress_on(console) as progress:
        yield progress.heard


def _told(one: Round) -> str:
    """Which of several rounds this is, and what repeats its order; empty for the usual single one."""
    words = [f"time {one.number} of {one.of}"] if one.of > 1 else []
    words += [] if one.seed is None else [f"shuffled with seed {one.seed}"]
    return ", ".join(words)


def _opening(asked: Sequence[Asked]) -> str:
    lines = []
    for one in asked:
        profiles = ", ".join(dict.fromkeys(clause.profile for clause in one.clauses)) or "nothing"
        count = len(one.clauses)
        lines.append(f"{one.target.name}: {count} clause{'' if count == 1 else 's'} of {profiles}")
    return "\n".join(lines)
