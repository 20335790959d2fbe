"""Tools of the container world, run on the files that are shipped; each is a development dependency."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.given.places import ROOT

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent


def run(tool: str, *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """What the tool said, which must have succeeded."""
    done = subprocess.run(
        [str(BIN / tool), *map(str, arguments)],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert 0 == done.returncode, (
        f"{tool} exited with {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    )
    return done.stdout


def refuses(tool: str, *arguments: str | Path) -> str:
    """What the tool said, which must have failed: a check that cannot fail proves nothing."""
    done = subprocess.run(
        [str(BIN / tool), *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert 0 != done.returncode, f"{tool} accepted {arguments}"
    return done.stdout + done.stderr
