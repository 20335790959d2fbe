"""
The command line (observed gateway, 7): what was asked, done, and how it ended.

Exit codes: 0 done, 1 it could not be done (`Error: …` and its causes on stderr), 2 it was asked wrongly,
or for what this machine lacks.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_gateway.wiring import Parts


def main(argv: Sequence[str] | None = None, parts: Parts | None = None) -> int:
    """Run one command and return its exit code; without a command, `serve`.

    Args:
        argv: the words after the program's name; the process's own when absent.
        parts: what the gateway is made of; the real one when absent.
    """
    # Starting makes many objects and no garbage: looking for some costs a quarter of the start.
    gc.disable()
    try:
        from reference_gateway.cli.program import run

        return run(argv, parts)
    finally:
        gc.enable()
