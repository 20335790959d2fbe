"""Command-line arguments that more than one command takes, and their values."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from contract_harness.cli import access

MOST_SHARDS = 64
MOST_WORKERS = 4
"""What `auto` stops at: examples wait for processes more than they compute."""


class Arguments(Protocol):
    """A parser, or a group of its flags."""

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """As argparse has it."""


def add_targets(parser: argparse.ArgumentParser, about: str) -> None:
    """Which gateways, the last of *about* said of none being named, and the two ways to name others."""
    parser.add_argument(
        "targets",
        nargs="*",
        metavar="TARGET",
        help=f"a target file, or the name of a target that comes along, such as reference-postgres {about}",
    )


def add_program(parser: argparse.ArgumentParser) -> None:
    """The gateway to start, and its database."""
    started = parser.add_argument_group("a gateway to start")
    started.add_argument(
        "--command",
        metavar="COMMAND",
        help="the gateway program, in the place of the target's own (default: the target's `gateway` line)",
    )
    started.add_argument(
        "--database",
        choices=["libsql", "postgres"],
        metavar="KIND",
        help="what it stores in: libsql (a SQLite file) or postgres (default: what its target says)",
    )


def add_running(parser: argparse.ArgumentParser) -> None:
    """A gateway that was started by somebody else."""
    running = parser.add_argument_group("a gateway that already runs")
    running.add_argument(
        "--url", action="append", default=[], help="where it answers (repeatable; default: none)"
    )
    access.add_to(running)


def add_tier(parser: Arguments, tiers: Sequence[str]) -> None:
    """Which of these *tiers* of clauses."""
    parser.add_argument(
        "--tier",
        action="append",
        default=[],
        choices=tiers,
        metavar="TIER",
        help=f"only clauses of this tier: {', '.join(tiers)} (repeatable; default: every tier)",
    )


def add_report_dir(parser: Arguments, about: str) -> None:
    """The folder of the reports; *about* says what is written there."""
    parser.add_argument(
        "--report-dir",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help=f"{about} (default: reports)",
    )


def add_patience(parser: Arguments) -> None:
    """How slow a machine may be."""
    parser.add_argument(
        "--patience",
        type=factor,
        metavar="FACTOR",
        help="stretch every wait by this factor (default: GATEWAY_CONTRACTS_PATIENCE, else 1)",
    )


def workers(text: str) -> int:
    """A number of workers, or `auto` for one a core."""
    if text == "auto":
        return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of workers: give 1 to 64, or auto")
    return int(text)


def factor(text: str) -> str:
    """A factor on every wait, kept as text for the environment variable it becomes."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a factor: give a number such as 1 or 2.5")
    return text


def shard(text: str) -> tuple[int, int]:
    """`K/N`: share K of N, counted from 1."""
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count) <= MOST_SHARDS):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no share: give K/N, such as 2/8 for the second of eight (at most {MOST_SHARDS})"
        )
    return int(number), int(count)


def seed(text: str) -> int:
    """A seed of an order or of drawn values, or `any` for one that nobody chose."""
    if text == "any":
        import secrets  # slow to import, and seldom wanted

        return secrets.randbelow(100_000)
    if not text.isdecimal() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a seed: give a whole number, or any")
    return int(text)


def add_seed(group: Arguments) -> None:
    """`--seed`, for every command that runs examples."""
    group.add_argument(
        "--seed",
        type=seed,
        default="any",
        metavar="SEED|any",
        help="draw the values that features leave open by this seed, which a report tells of (default: any)",
    )


def times(text: str) -> int:
    """How often."""
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of times: give 1 to 10000")
    return int(text)
