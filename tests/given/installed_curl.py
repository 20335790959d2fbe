"""A curl to type what a report says: the one on PATH, else Debian's, unpacked without being installed.

What is unpacked stays in the user's cache. Nothing of the system changes, so that any account may do it.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from contract_harness.browser.node import cache

_DEBIAN = Path("/etc/debian_version")
_WITHIN_S = 180
# Lists and archives of our own: those of the system belong to root.
_APT = "apt-get -qq -o Dir::State={0} -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache={0}"
_ALONE = "-o Debug::NoLocking=1 -o APT::Sandbox::User=root"
_START = """#!/bin/sh
here=$(dirname "$(dirname "$(readlink -f "$0")")")
LD_LIBRARY_PATH="$here/{libraries}" exec "$here/usr/bin/curl" "$@"
"""


class NoCurl(Exception):
    """There is no curl, and none could be brought; the message says what was tried."""


def curl_folder() -> Path:
    """Where it lies.

    Raises:
        NoCurl: see there.
    """
    found = shutil.which("curl")
    if found is not None:
        return Path(found).parent
    kept = cache(os.environ) / "curl"
    if not (kept / "bin" / "curl").exists():
        _bring(kept)
    return kept / "bin"


def _bring(kept: Path) -> None:
    """Unpack it beside its place and rename it, so that an interrupted run leaves no half of it."""
    if not _DEBIAN.exists():
        raise NoCurl("not on PATH, and only Debian's packages can be unpacked without being installed")
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="curl-", dir=kept.parent))
    try:
        _unpack(fresh)
        shutil.rmtree(kept, ignore_errors=True)
        fresh.rename(kept)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unpack(fresh: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="apt-") as passing:
        for folder in ("lists/partial", "archives/partial"):
            (Path(passing) / folder).mkdir(parents=True)
        apt = f"{_APT} {_ALONE}".format(passing).split()
        _do(*apt, "update")
        _do(*apt, "install", "--download-only", "--no-install-recommends", "-y", "curl")
        for package in (Path(passing) / "archives").glob("*.deb"):
            _do("dpkg-deb", "--extract", str(package), str(fresh))
    libraries = next(iter((fresh / "usr" / "lib").glob("*-linux-gnu*")), fresh).relative_to(fresh)
    start = fresh / "bin" / "curl"
    start.parent.mkdir(exist_ok=True)
    start.write_text(_START.format(libraries=libraries), "utf-8")
    start.chmod(0o755)


def _do(*words: str) -> None:
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoCurl(f"not on PATH, and Debian's package could not be fetched: {error}") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        raise NoCurl(f"not on PATH, and {words[0]} failed: {last[:300]}")
