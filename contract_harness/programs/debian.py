"""A program of this machine, else Debian's, unpacked without being installed.

What is unpacked stays in the user's cache. Nothing of the system changes, so that any account may do it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from contract_harness.programs.cache import cache

_DEBIAN = Path("/etc/debian_version")
_WITHIN_S = 180
# Servers lie in folders that are on root's PATH only.
_BESIDE_PATH = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin")
_INSIDE = ("usr/bin", "usr/sbin", "bin", "sbin")
# Lists and archives of our own: those of the system belong to root.
_APT = "apt-get -qq -o Dir::State={0} -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache={0}"
_ALONE = "-o Debug::NoLocking=1 -o APT::Sandbox::User=root"
_START = """#!/bin/sh
here=$(dirname "$(dirname "$(readlink -f "$0")")")
LD_LIBRARY_PATH="$here/{libraries}" exec "$here/{program}" "$@"
"""


class NotBrought(Exception):
    """The program is not here, and could not be brought; the message says what was tried."""


def find(program: str, package: str = "") -> Path:
    """The executable.

    Args:
        package: Debian's, which has it; the name of the program when empty.

    Raises:
        NotBrought: see there.
    """
    found = shutil.which(program) or shutil.which(program, path=os.pathsep.join(_BESIDE_PATH))
    if found is not None:
        return Path(found)
    kept = cache(os.environ) / program
    start = kept / "start" / program
    if not start.exists():
        _bring(program, package or program, kept)
    return start


def _bring(program: str, package: str, kept: Path) -> None:
    """Unpack it beside its place and rename it, so that an interrupted run leaves no half of it."""
    if not _DEBIAN.exists():
        raise NotBrought("not on PATH, and only Debian's packages can be unpacked without being installed")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{program}-", dir=kept.parent))
    except OSError as error:
        raise NotBrought(
            f"not on PATH, and {kept.parent} cannot be written to unpack it ({error.strerror})"
        ) from None
    try:
        _unpack(program, package, fresh)
        if not (kept / "start" / program).exists():
            shutil.rmtree(kept, ignore_errors=True)
        fresh.rename(kept)
    except OSError as error:
        # Two that bring it at once: whoever comes second finds it there.
        if not (kept / "start" / program).exists():
            raise NotBrought(f"not on PATH, and {kept} cannot be written ({error.strerror})") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unpack(program: str, package: str, fresh: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="apt-") as passing:
        for folder in ("lists/partial", "archives/partial"):
            (Path(passing) / folder).mkdir(parents=True)
        apt = f"{_APT} {_ALONE}".format(passing).split()
        _do(*apt, "update")
        _do(*apt, "install", "--download-only", "--reinstall", "--no-install-recommends", "-y", package)
        for archive in (Path(passing) / "archives").glob("*.deb"):
            _do("dpkg-deb", "--extract", str(archive), str(fresh))
    inside = next((one for folder in _INSIDE if (one := fresh / folder / program).exists()), None)
    if inside is None:
        raise NotBrought(f"not on PATH, and Debian's package {package} has no {program}")
    libraries = next(iter((fresh / "usr" / "lib").glob("*-linux-gnu*")), fresh)
    start = fresh / "start" / program
    start.parent.mkdir()
    start.write_text(
        _START.format(libraries=libraries.relative_to(fresh), program=inside.relative_to(fresh)), "utf-8"
    )
    start.chmod(0o755)


def _do(*words: str) -> None:
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBrought(f"not on PATH, and Debian's package could not be fetched: {error}") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        raise NotBrought(f"not on PATH, and {words[0]} failed: {last[:300]}")
