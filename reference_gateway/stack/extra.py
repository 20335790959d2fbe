"""The command that adds an extra to the environment this runs in."""

from __future__ import annotations

import shlex
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]

_DISTRIBUTIONS = ("reference-gateway", "gateway-contracts")


def command_for(extra: str) -> str:
    """What to type: for a clone its lock file decides, otherwise whichever installer this environment has."""
    if (CLONE / "uv.lock").exists():
        beside = Path(sys.prefix, "bin", "uv")
        uv = _short(beside) if beside.exists() else "uv"
        where = "" if Path.cwd().is_relative_to(CLONE) else f" --project {shlex.quote(str(CLONE))}"
        return f"{uv} sync{where} --locked --inexact --no-dev --extra {extra}"
    wanted = f"{_distribution(extra)}[{extra}]"
    if find_spec("pip") is not None:
        return shlex.join([sys.executable, "-m", "pip", "install", wanted])
    return shlex.join(["uv", "pip", "install", "--python", sys.executable, wanted])


def _distribution(extra: str) -> str:
    """The installed distribution that has *extra*."""
    for name in _DISTRIBUTIONS:
        try:
            if extra in (metadata.metadata(name).get_all("Provides-Extra") or []):
                return name
        except metadata.PackageNotFoundError:
            continue
    return _DISTRIBUTIONS[0]


def _short(path: Path) -> str:
    """As one types it: from the current folder where it lies below it."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
