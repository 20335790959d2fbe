"""Command-line arguments that more than one command takes, and their values."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

MOST_WORKERS = 4
"""What `auto` stops at: examples wait for processes more than they compute."""


def add_report_dir(parser: argparse.ArgumentParser, about: str) -> None:
    """The folder of the reports; *about* says what is written there."""
    parser.add_argument(
        "--report-dir",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help=f"{about} (default: reports)",
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


def seed(text: str) -> int:
    """A seed of an order, or `any` for one that nobody chose."""
    if text == "any":
        return secrets.randbelow(100_000)
    if not text.isdecimal() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a seed: give a whole number, or any")
    return int(text)


def times(text: str) -> int:
    """How often."""
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of times: give 1 to 10000")
    return int(text)
