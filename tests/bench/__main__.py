"""`python -m tests.bench`: boot, end, migration, whole runs, each beside its floor; a large report; tests;
the start of the commands beside those of other tools.

Every figure is a median of interleaved runs on this machine; ratios travel to other machines, seconds do not.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import collectors, durations, large_report, start
from tests.bench.timing import command_s, free_port, ready_s
from tests.given.places import ROOT

BIN = Path(sys.executable).parent
GATEWAY = [sys.executable, "-m", "reference_gateway"]


def main() -> int:
    """Measure, print a table, and write it as JSON when asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds of the process benchmarks")
    parser.add_argument("--skip-suites", action="store_true", help="leave out the whole verify runs")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument(
        "--start", action="store_true", help="time how soon the command line answers, and nothing else"
    )
    parser.add_argument(
        "--tests", nargs="*", metavar="PATH", help="time the tests instead: all of them, or those of PATH"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        if options.tests is not None:
            code, table = durations.measure(options.tests, Path(scratch))
            print(f"\n{table}")
            return code
        figures = start.figures(options.rounds) if options.start else _all(Path(scratch), options)
    for name, value in figures.items():
        print(f"{name:<58} {value:8.3f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0


def _all(scratch: Path, options: argparse.Namespace) -> dict[str, float]:
    figures = _processes(scratch, options.rounds)
    figures |= collectors.figures(scratch, options.rounds)
    figures |= large_report.figures(scratch)
    figures |= start.figures(options.rounds)
    return figures if options.skip_suites else figures | _suites(scratch)


def _processes(scratch: Path, rounds: int) -> dict[str, float]:
    port = free_port()
    config = scratch / "gateway.yaml"
    config.write_text(
        f"server: {{bind: '127.0.0.1:{port}'}}\ndatabase: {{path: '{scratch}/served.db'}}\n", "utf-8"
    )
    fresh = scratch / "fresh.yaml"
    fresh.write_text(f"database: {{path: '{scratch}/fresh.db'}}\n", "utf-8")
    command_s([*GATEWAY, "--config", str(config), "bootstrap-admin"], env={}, cwd=scratch)
    tasks: dict[str, Callable[[], float]] = {
        "python -c pass (s)": lambda: command_s([sys.executable, "-c", "pass"], env={}, cwd=scratch),
        "migrate --apply, fresh SQLite (s)": lambda: _fresh_apply(fresh, scratch),
        "floor: exec to ready (s)": lambda: ready_s(
            [sys.executable, "-m", "tests.bench.floor", str(port), str(scratch / "served.db")],
            port=port, env={"PYTHONPATH": str(ROOT)}, cwd=scratch,
        ),
        "serve: exec to ready, existing SQLite (s)": lambda: ready_s(
            [*GATEWAY, "--config", str(config), "serve"], port=port, env={}, cwd=scratch
        ),
    }  # fmt: skip
    samples: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            samples[name].append(task())
    figures = {name: statistics.median(values) for name, values in samples.items()}
    figures["ratio: serve / floor"] = (
        figures["serve: exec to ready, existing SQLite (s)"] / figures["floor: exec to ready (s)"]
    )
    figures["ratio: migrate / python -c pass"] = (
        figures["migrate --apply, fresh SQLite (s)"] / figures["python -c pass (s)"]
    )
    return figures


def _fresh_apply(config: Path, scratch: Path) -> float:
    for leftover in scratch.glob("fresh.db*"):
        leftover.unlink()
    return command_s([*GATEWAY, "--config", str(config), "migrate", "--apply"], env={}, cwd=scratch)


def _suites(scratch: Path) -> dict[str, float]:
    verify = [str(BIN / "gateway-contracts"), "verify"]
    both = ["reference", "reference-postgres"]
    sqlite = command_s([*verify, "reference", "--report-dir", str(scratch / "r1")], env={}, cwd=scratch)
    executed = command_s(
        [*verify, "reference", "--no-preload", "--report-dir", str(scratch / "r3")], env={}, cwd=scratch
    )
    together = command_s([*verify, *both, "--report-dir", str(scratch / "r2")], env={}, cwd=scratch)
    return {
        "verify, SQLite (s)": sqlite,
        "verify, SQLite and PostgreSQL (s)": together,
        "ratio: both databases / one": together / sqlite,
        "verify, SQLite, nothing preloaded (s)": executed,
        "ratio: nothing preloaded / preloaded": executed / sqlite,
    }


if __name__ == "__main__":
    sys.exit(main())
