"""
How long the command line takes to answer, beside those of other tools, in interleaved rounds.

Seconds of CPU are told beside those of the clock: on a machine that others use, only they hold still.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
COMMANDS: dict[str, Sequence[str]] = {
    "python -c pass": ["python", "-c", "pass"],
    "gateway-contracts --help": ["gateway-contracts", "--help"],
    "gateway-contracts verfy, which is no command": ["gateway-contracts", "verfy"],
    "gateway-contracts clauses": ["gateway-contracts", "clauses"],
    "gateway-contracts explain CLAUSE": ["gateway-contracts", "explain", "migration.the-baseline-is-v17"],
    "reference-gateway --help": ["reference-gateway", "--help"],
    "schemathesis --help": ["schemathesis", "--help"],
    "playwright --help": ["playwright", "--help"],
    "uv --help": ["uv", "--help"],
}


def figures(rounds: int) -> dict[str, float]:
    """The medians of each command by the clock and by its CPU, in seconds."""
    clocks: dict[str, list[float]] = {name: [] for name in COMMANDS}
    computed: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, words in COMMANDS.items():
            clock_s, cpu_s = _timed([str(BIN / words[0]), *words[1:]])
            clocks[name].append(clock_s)
            computed[name].append(cpu_s)
    found = {}
    for name in COMMANDS:
        found[f"{name} (s)"] = statistics.median(clocks[name])
        found[f"{name} (s of CPU)"] = statistics.median(computed[name])
    return found


def _timed(argv: Sequence[str]) -> tuple[float, float]:
    before, began = _children_cpu_s(), time.perf_counter()
    subprocess.run(argv, capture_output=True, check=False)
    return time.perf_counter() - began, _children_cpu_s() - before


def _children_cpu_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
