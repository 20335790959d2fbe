"""Playwright's driver: a Node.js program inside its wheel, for which a bare system may lack a library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contract_harness.errors import MissingBrowser

ASK = (sys.executable, "-m", "playwright", "--version")
LIBRARY = "libatomic1"
"""The one library of Debian's that Node.js needs and a minimal installation does not bring."""
_DEBIAN_MARK = Path("/etc/debian_version")
_LIMIT_S = 300.0


def ready_driver(ask: Sequence[str] = ASK, *, is_debian_root: bool | None = None) -> None:
    """Make sure the driver starts; as root on Debian or Ubuntu, fetch the library it lacks.

    Raises:
        MissingBrowser: it does not start; says what was tried.
    """
    problem = _problem(ask)
    if problem is None:
        return
    tried = [f"Playwright's driver: {problem}"]
    if is_debian_root is None:
        is_debian_root = os.geteuid() == 0 and _DEBIAN_MARK.exists()
    if not is_debian_root or shutil.which("apt-get") is None:
        tried.append(f"system package {LIBRARY}: only tried as root on Debian or Ubuntu")
        raise MissingBrowser(tried)
    install = ("apt-get", "install", "-y", "--no-install-recommends", LIBRARY)
    if _problem(install) is not None and _problem(("apt-get", "update")) is None:
        _problem(install)
    problem = _problem(ask)
    if problem is not None:
        raise MissingBrowser([*tried, f"system package {LIBRARY}: installed or not, {problem}"])


def _problem(command: Sequence[str]) -> str | None:
    """None when the command succeeds; else its last words."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
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
