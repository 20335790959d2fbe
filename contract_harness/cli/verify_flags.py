"""The flags of `verify`, in the groups people look for them in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from contract_harness.cli import arguments

_EXAMPLES = {
    "gateway-contracts verify": "judge the reference gateway on SQLite",
    "gateway-contracts verify my-gateway.toml --last-failed": "ask again what was not kept last time",
    "gateway-contracts verify --profile migration --exclude 'migration.startup-*'": "some of a profile",
    "gateway-contracts verify --url http://127.0.0.1:8080 --json > result.json": "for a script",
}
_TIERS = ("core", "hardened", "provisional", "extra")


def add_parser(commands: Any) -> argparse.ArgumentParser:
    """Add the command to the parser's subcommands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "verify",
        usage="gateway-contracts verify [FLAG ...] [TARGET ...]",
        help="ask one gateway or several to keep their promises",
        description="Ask gateways to keep every promise they claim, and write reports. Without a target, "
        "the reference gateway on SQLite is asked. Exit codes: 0 kept, 1 broken or stale, 2 usage, 3 void.",
        examples=_EXAMPLES,
        many="targets",
    )
    arguments.add_targets(parser, "(repeatable; default: reference, unless --url is given)")
    arguments.add_program(parser)
    arguments.add_running(parser)
    _add_asking(parser.add_argument_group("what is asked"))
    _add_running(parser.add_argument_group("how it runs"))
    _add_showing(parser.add_argument_group("what is shown and written"))
    return parser


def _add_asking(group: arguments.Arguments) -> None:
    group.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="only this profile (repeatable; default: every profile the target claims)",
    )
    group.add_argument(
        "--clause",
        action="append",
        default=[],
        metavar="ID",
        help="only this clause (repeatable; default: every clause of these profiles)",
    )
    arguments.add_tier(group, _TIERS)
    group.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leave out a clause, a profile, or what a pattern such as 'migration.*' matches (repeatable; "
        "default: nothing)",
    )
    group.add_argument(
        "--last-failed",
        action="store_true",
        help="only what the report.json in --report-dir tells as broken, stale, blocked or void "
        "(default: off)",
    )
    group.add_argument(
        "--edition",
        metavar="NAME",
        help="score the clauses of this edition; younger ones are reported only (default: the clauses as "
        "they are now)",
    )
    group.add_argument(
        "--extra-features",
        type=Path,
        metavar="DIR",
        help="your own scenarios (and step modules in DIR/steps), outside the contract; one that is broken "
        "fails the run (default: none)",
    )
    group.add_argument(
        "--list", action="store_true", help="print what would be asked, and ask nothing (default: off)"
    )


def _add_running(group: arguments.Arguments) -> None:
    group.add_argument(
        "--workers",
        type=arguments.workers,
        default="auto",
        metavar="N|auto",
        help="at most so many processes at work on examples; few examples get fewer, and those that only "
        "wait are joined by others while no CPU is fought for (default: auto, one a core and at most "
        f"{arguments.MOST_WORKERS})",
    )
    arguments.add_patience(group)
    group.add_argument(
        "--no-preload",
        action="store_true",
        help="execute each Python command from its beginning, imports included; slower, same verdicts "
        "(default: off)",
    )
    group.add_argument("--fail-fast", action="store_true", help="stop at the first failure (default: off)")
    group.add_argument(
        "--shuffle",
        type=arguments.seed,
        metavar="SEED|any",
        help="run examples in another order, which the seed repeats (default: the order of the features)",
    )
    arguments.add_seed(group)
    group.add_argument(
        "--repeat",
        type=arguments.times,
        default=1,
        metavar="N",
        help="verify N times, each time with the next seed, until once something is not kept (default: 1)",
    )


def _add_showing(group: Any) -> None:
    how_much = group.add_mutually_exclusive_group()
    how_much.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help="say nothing while it runs, and at the end what was not kept and the verdict (default: off)",
    )
    how_much.add_argument(
        "-v", "--verbose", action="store_true", help="a line for every clause, kept ones too (default: off)"
    )
    group.add_argument(
        "--json",
        action="store_true",
        help="the result on standard output, as in report.json and nothing else; what people read goes to "
        "standard error (default: off)",
    )
    group.add_argument(
        "--open", action="store_true", help="open report.html in a browser at the end (default: off)"
    )
    arguments.add_report_dir(group, "where the reports are written")
