"""The folder a stack keeps its files in, and what is said about it."""

from __future__ import annotations

import shlex
import stat
from pathlib import Path

import pytest
import yaml

from reference_gateway.cli import main
from reference_gateway.config import load
from reference_gateway.stack import extra
from reference_gateway.stack.folder import NoFolder, left_by_an_earlier_version, make, served
from reference_gateway.stack.ports import Ports
from reference_gateway.stack.shapes import DEV, PROD, choose

PORTS = Ports("127.0.0.1", 8080, 3001)
MINE = "database: {path: ./mine.db}\nauth: {bootstrap_admin: {password: literal.my-own-secret}}"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_folder_keeps_itself_out_of_version_control(here: Path) -> None:
    """One that was there is taken as it is."""
    make(here / "a" / "b")
    (here / "there").mkdir()
    make(here / "there")

    assert "*\n" == (here / "a" / "b" / ".gitignore").read_text("ascii")
    assert [] == list((here / "there").iterdir())


def test_a_folder_that_cannot_be_made(here: Path) -> None:
    """One sentence with the flag."""
    with pytest.raises(NoFolder, match=r"^the folder /proc/x cannot be made: .*; name another with --data$"):
        make(Path("/proc/x"))


def test_a_file_is_no_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong flag: exit code 2, and nothing was made."""
    (here / "file").touch()

    assert [2, 2] == [main(["dev-stack", "--data", word]) for word in ("file", "file/below")]
    assert "'file/below' is not a folder and cannot become one; name another" in capsys.readouterr().err
    assert [here / "file"] == list(here.iterdir())


def test_the_shipped_config_has_its_database_in_the_folder(here: Path) -> None:
    """As it is in the default one, by a private copy in any other; the copy goes with the stack."""
    chosen = choose(DEV, None, {})
    with served(chosen, PORTS, Path(".gateway")) as path:
        assert chosen.path == path
    make(Path("other"))
    with served(chosen, PORTS, Path("other")) as path:
        assert Path("other") == path.parent
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)
        assert "other/gateway.db" == load(path, {}).database.path
    assert not path.exists()


def test_a_config_of_ones_own_says_where_its_database_is(here: Path) -> None:
    """Another port is all that a copy of it changes."""
    (here / "gateway.yaml").write_text(MINE, "utf-8")
    chosen, data = choose(DEV, None, {}), Path(".gateway")
    make(data)
    with served(chosen, Ports("127.0.0.1", chosen.config.server.port, 1), data) as path:
        assert Path("gateway.yaml") == path
    with served(chosen, Ports("127.0.0.1", 4444, 1), data) as path:
        moved = {"server": {"bind": "127.0.0.1:4444"}}
        assert {**yaml.safe_load(MINE), **moved} == yaml.safe_load(path.read_text("utf-8"))


def test_files_of_an_earlier_version_are_named(here: Path) -> None:
    """With the command that takes them along; a config of one's own may well use them."""
    chosen, data = choose(DEV, None, {}), Path(".gateway")
    assert [] == left_by_an_earlier_version(DEV, chosen, data)
    (here / "gateway.db").touch()
    (here / ".local" / "postgres").mkdir(parents=True)

    said = [left_by_an_earlier_version(shape, chosen, data)[0] for shape in (DEV, PROD)]
    assert ["mv gateway.db* .gateway/", "mv .local/* .gateway/"] == [line.partition(": ")[2] for line in said]
    (here / "gateway.yaml").write_text(MINE, "utf-8")
    assert [] == left_by_an_earlier_version(DEV, choose(DEV, None, {}), data)


def test_the_command_that_adds_postgresql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a clone by its lock file, wherever one stands; without one by the installer that is there."""
    monkeypatch.chdir(extra.CLONE)
    assert extra.command_for("postgres").endswith("uv sync --locked --inexact --no-dev --extra postgres")
    monkeypatch.chdir(tmp_path)
    assert f" sync --project {shlex.quote(str(extra.CLONE))} --locked" in extra.command_for("postgres")

    monkeypatch.setattr(extra, "CLONE", tmp_path)
    monkeypatch.setattr(extra, "find_spec", lambda _name: object())
    assert extra.command_for("postgres").endswith("-m pip install 'reference-gateway[postgres]'")
    monkeypatch.setattr(extra, "find_spec", lambda _name: None)
    words = shlex.split(extra.command_for("postgres"))
    assert ["uv", "pip", "install", "--python"] == words[:4]
    assert Path(words[4]).is_absolute()


def test_a_machine_without_postgresql_is_told_the_command(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, as for any extra that is missing, and nothing is left in the folder but the folder."""
    monkeypatch.setattr("reference_gateway.stack.postgres.candidates", list)
    monkeypatch.delenv("POSTGRES_URL", raising=False)

    assert 2 == main(["prod-stack"])
    said = capsys.readouterr().err
    assert said.startswith("Error: prod-stack needs PostgreSQL. To add one, type: ")
    assert "found none on this machine" in said
