"""Running our own commands as a user would: whole processes, judged by exit code and files."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

BIN = Path(sys.executable).parent
LONGEST_S = 900.0


def run(
    *argv: str, cwd: Path, env: Mapping[str, str] | None = None, within_s: float = LONGEST_S
) -> subprocess.CompletedProcess[str]:
    """The finished command; its words are in `stdout` and `stderr`."""
    return subprocess.run(
        [str(BIN / argv[0]), *argv[1:]],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=within_s,
        check=False,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Everything the command said, for a failing assertion."""
    return f"exit code {done.returncode}\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
