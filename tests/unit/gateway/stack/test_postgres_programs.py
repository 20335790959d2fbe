"""The copy of PostgreSQL's programs for the account that runs them when root starts the stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference_gateway.stack.postgres_programs import copied, is_open


@pytest.fixture
def binaries(tmp_path: Path) -> Path:
    """As the wheel lies in a home that only its owner may enter."""
    folder = tmp_path / "home" / "pgserver" / "pginstall18" / "bin"
    folder.mkdir(parents=True)
    (folder / "postgres").write_text("version 18.1", "utf-8")
    libraries = tmp_path / "home" / "pgserver.libs"
    libraries.mkdir()
    (libraries / "libpq.so").touch()
    (tmp_path / "home").chmod(0o700)
    return folder


def test_the_copy_finds_its_libraries(binaries: Path, tmp_path: Path) -> None:
    """Programs of the wheel look in `$ORIGIN/../../../<package>.libs`."""
    copy = copied(binaries, tmp_path / "programs")

    assert not is_open(binaries)
    assert "version 18.1" == (copy / "postgres").read_text("utf-8")
    assert (copy / "../../../pgserver.libs/libpq.so").resolve().exists()


def test_it_is_made_once_and_again_when_the_server_is_another(binaries: Path, tmp_path: Path) -> None:
    """A stack that runs from it is not disturbed; an updated wheel is noticed."""
    copy = copied(binaries, tmp_path / "programs")
    (copy / "mark").touch()
    copied(binaries, tmp_path / "programs")
    is_kept = (copy / "mark").exists()
    (binaries / "postgres").unlink()
    (binaries / "postgres").write_text("version 18.22", "utf-8")
    copied(binaries, tmp_path / "programs")

    assert is_kept
    assert "version 18.22" == (copy / "postgres").read_text("utf-8")
