"""The site generator, run as a program: Zensical, with every warning an error."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.site.places import SiteError

_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_LONGEST_SAID = 4000
_BUILT_WITHIN_S = 300


def build(config: Path, site: Path) -> int:
    """Make the site of *config* in the folder *site*, in place of what was there; the number of its pages.

    Raises:
        SiteError: there is no generator here, or it has something to complain about.
    """
    done = subprocess.run(
        command("build", config, "--strict", "--clean"),
        cwd=config.parent,
        capture_output=True,
        text=True,
        timeout=_BUILT_WITHIN_S,
        check=False,
    )
    if done.returncode:
        said = _COLOURS.sub("", done.stdout + done.stderr).partition("Traceback")[0].strip()
        raise SiteError(f"the pages are not in order; correct what is named here:\n{said[:_LONGEST_SAID]}")
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(config.parent / "site", site)
    return sum(1 for _ in site.rglob("*.html"))


def serve(config: Path, address: str) -> int:
    """Serve the site of *config* at *address* until Ctrl-C; its exit code.

    Raises:
        SiteError: there is no generator here.
    """
    words = command("serve", config, "--dev-addr", address)
    return subprocess.run(words, cwd=config.parent, check=False).returncode


def command(what: str, config: Path, *words: str) -> list[str]:
    """The generator's command line.

    Raises:
        SiteError: there is no generator here.
    """
    if importlib.util.find_spec("zensical") is None:
        raise SiteError("there is no Zensical here: run `uv sync --locked --group docs`.")
    return [sys.executable, "-m", "zensical", what, "--config-file", str(config), *words]
