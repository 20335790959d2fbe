"""How long the tests take: the test command, run once, and where its seconds go.

Tests are spread over processes, so the seconds of tiers may add up to more than the wall shows.
What a file shares (a clone, a server, a browser) is counted with the test that needed it first.
"""

import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.given.places import ROOT

TIERS = {
    "static": "tests/static/",
    "unit": "tests/unit/",
    "integration": "tests/integration/",
    "acceptance": "tests/acceptance/",
    "browser": "e2e/",
}
"""Tests by cost, each with the folder it lies in."""
SLOWEST = 10


@dataclass(frozen=True)
class Timed:
    """One test: the file it stands in, its name there, and its seconds, fixtures included."""

    file: str
    name: str
    seconds: float


def measure(selection: Sequence[str], scratch: Path) -> tuple[int, str]:
    """Run the tests (all, or those of *selection*); pytest's exit code, and the table."""
    junit = scratch / "junit.xml"
    # xunit1 names the file of each test; the newer family has only a dotted name.
    argv = [sys.executable, "-m", "pytest", "-o", "junit_family=xunit1", f"--junitxml={junit}"]
    began = time.perf_counter()
    done = subprocess.run([*argv, f"--durations={SLOWEST}", *selection], cwd=ROOT, check=False)
    wall_s = time.perf_counter() - began
    return done.returncode, table(read(junit) if junit.exists() else [], wall_s)


def read(junit: Path) -> list[Timed]:
    """Every test of a junit.xml that pytest has written; a module that could not be collected is none."""
    return [
        Timed(case.attrib["file"], case.attrib["name"], float(case.attrib["time"]))
        for case in ET.parse(junit).iter("testcase")
        if "file" in case.attrib
    ]


def tier_of(file: str) -> str:
    """The tier of a test file.

    Raises:
        ValueError: it lies in none of their folders.
    """
    for tier, folder in TIERS.items():
        if file.startswith(folder):
            return tier
    raise ValueError(f"{file} lies in no folder of tests: {', '.join(TIERS.values())}")


def table(tests: Sequence[Timed], wall_s: float) -> str:
    """Wall seconds, seconds by tier, the slowest files, the slowest tests."""
    tiers = _summed(tests, lambda test: tier_of(test.file))
    files = _summed(tests, lambda test: test.file)
    slowest = sorted(tests, key=lambda test: test.seconds, reverse=True)[:SLOWEST]
    lines = [_line(wall_s, len(tests), "wall")]
    lines += ["", "by tier", *(_line(*tiers[tier], tier) for tier in TIERS if tier in tiers)]
    lines += ["", "slowest files"]
    lines += [_line(*files[file], file) for file in sorted(files, key=lambda file: -files[file][0])[:SLOWEST]]
    lines += ["", "slowest tests"]
    lines += [f"{test.seconds:9.1f} s  {test.file}::{test.name}" for test in slowest]
    return "\n".join(lines)


def _summed(tests: Iterable[Timed], key: Callable[[Timed], str]) -> dict[str, tuple[float, int]]:
    found: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for test in tests:
        seconds, count = found[key(test)]
        found[key(test)] = (seconds + test.seconds, count + 1)
    return found


def _line(seconds: float, count: int, what: str) -> str:
    return f"{seconds:9.1f} s {count:6d} {'test' if count == 1 else 'tests':<5}  {what}"
