"""One row for each fault: what was done, what was measured, and whether the promise held."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

HEADER = """# What faults cost

Written by `mise run faults` from a real run; every figure is of that run on that machine.
Times stretch with its load; what must never change is the last column: nothing acknowledged was lost, and the
gateway recovered without help.

{machine}

| fault | database | observed | held |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """Attributes:
    observed: figures with their units, in one line.
    held: nothing acknowledged was lost, and the gateway recovered without help.
    """

    fault: str
    database: str
    observed: str
    held: bool


def machine() -> str:
    """The machine in one line."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, load average {load:.1f} when it began."
    )


def markdown(rows: Sequence[Row], machine_line: str) -> str:
    """The page."""
    lines = [
        f"| {row.fault} | {row.database} | {row.observed} | {'yes' if row.held else '**no**'} |"
        for row in rows
    ]
    return HEADER.format(machine=machine_line) + "\n".join(lines) + "\n"


def ms(seconds: float) -> str:
    """Whole milliseconds."""
    return f"{seconds * 1000:.0f} ms"


def yes(so: bool) -> str:
    """A word that is seen at once when it should not be there."""
    return "yes" if so else "NO"
