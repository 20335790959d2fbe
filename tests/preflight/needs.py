"""Every program that tests start and no Python package is, with the tests that need it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from contract_harness.browser.chromium import find_chromium
from contract_harness.browser.driver import ready_driver
from contract_harness.databases import postgres_binaries
from contract_harness.databases.postgres_server import URL_VARIABLE
from contract_harness.errors import HarnessError, MissingBrowser
from contract_harness.programs import debian
from tests.given.mise import NoMise, find_mise


class Missing(Exception):
    """It is not here and cannot be brought; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Need:
    """One program.

    Attributes:
        tests: folders whose tests start it.
        look: says where it is, after bringing it when it was not there; raises Missing.
        apt, dnf, apk, brew: what brings it to a machine; empty where nothing does.
    """

    what: str
    tests: tuple[str, ...]
    look: Callable[[], str]
    apt: str
    dnf: str
    apk: str
    brew: str

    def is_asked(self, chosen: Iterable[PurePosixPath]) -> bool:
        """Whether one of its tests is among the *chosen* paths, which are relative to the root."""
        mine = [PurePosixPath(folder) for folder in self.tests]
        return any(one.is_relative_to(other) or other.is_relative_to(one) for one in chosen for other in mine)

    @property
    def remedies(self) -> str:
        """One command for each package manager that has it."""
        words = {
            "apt-get install": self.apt,
            "dnf install": self.dnf,
            "apk add": self.apk,
            "brew install": self.brew,
        }
        return " | ".join(f"{command} {package}" for command, package in words.items() if package)


def _on_path(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise Missing("not on PATH")
    return found


def _mise() -> str:
    try:
        return str(find_mise())
    except NoMise as reason:
        raise Missing(str(reason)) from None


def _chromium() -> str:
    try:
        return str(find_chromium())
    except MissingBrowser as error:
        raise Missing("; ".join(error.tried)) from None


def _driver() -> str:
    try:
        ready_driver()
    except HarnessError as error:
        raise Missing(str(error)) from None
    return os.environ.get("PLAYWRIGHT_NODEJS_PATH") or "its own"


def _postgres() -> str:
    if os.environ.get(URL_VARIABLE):
        return f"the server at {URL_VARIABLE}"
    try:
        programs: Path = postgres_binaries.find()
        postgres_binaries.account()
        subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True)
    except HarnessError as error:
        raise Missing(" ".join(str(error).split())) from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing(f"{programs}/postgres does not run: {getattr(error, 'stderr', '') or error}") from None
    return str(programs)


def _named(what: str, *tests: str) -> Need:
    """A program on PATH whose package has its name everywhere."""
    return Need(what, tests, lambda: _on_path(what), apt=what, dnf=what, apk=what, brew=what)


def _brought(what: str, *tests: str) -> Need:
    """A program that Debian has, unpacked when it is not here; its package has its name everywhere."""

    def look() -> str:
        try:
            return str(debian.find(what))
        except debian.NotBrought as reason:
            raise Missing(str(reason)) from None

    return Need(what, tests, look, apt=what, dnf=what, apk=what, brew=what)


_TYPED = (
    "tests/acceptance/ci",
    "tests/acceptance/release",
    "tests/acceptance/runbooks",
    "tests/acceptance/site",
)
_BROWSED = ("e2e", "tests/acceptance/report", "tests/integration/site")
NEEDS = (
    _named("git", "tests/integration", "tests/acceptance", "tests/static"),
    _named("bash", *_TYPED),
    _brought(
        "curl",
        "tests/integration/harness/evidence",
        "tests/integration/harness/report",
        "tests/acceptance/judging",
        "tests/acceptance/runbooks",
    ),
    Need(
        "PostgreSQL",
        ("tests/integration", "tests/acceptance", "e2e"),
        _postgres,
        apt="postgresql",
        dnf="postgresql-server",
        apk="postgresql",
        brew="postgresql@17",
    ),
    _brought(
        "pgbouncer",
        "tests/integration/gateway/store",
        "tests/integration/harness/databases",
        "tests/acceptance/faults",
        "tests/acceptance/judging",
    ),
    Need(
        "Chromium",
        _BROWSED,
        _chromium,
        apt="chromium",
        dnf="chromium",
        apk="chromium",
        brew="--cask chromium",
    ),
    Need(
        "Playwright's Node.js",
        _BROWSED,
        _driver,
        apt="libatomic1",
        dnf="libatomic",
        apk="libatomic",
        brew="",
    ),
    _brought("nginx", "tests/acceptance/neighbours"),
    _brought("haproxy", "tests/acceptance/neighbours"),
    Need("mise", ("tests/acceptance/tasks",), _mise, apt="", dnf="", apk="mise", brew="mise"),
)
