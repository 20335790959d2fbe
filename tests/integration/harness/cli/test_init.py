"""`gateway-contracts init`: a target file from flags, or from answers on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.targets.loading import load


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In an empty directory, without a terminal: pytest has taken it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """The sentence of a call that ends with 2."""
    code = main(["init", *argv])
    said = capsys.readouterr().err.strip()
    assert (2, 1) == (code, len(said.splitlines())), said
    return said


def test_flags_alone_make_a_target(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the words hold, they come back as they were; the file says what to do next."""
    odd = '/opt/my gate\\way "x" Ünïcode\t𝄞'
    argv = ["mine.toml", "--gateway", f"'{odd}'", "--about", odd, "--database", "postgres"]
    argv += [
        "--claim",
        "migration",
        "--admin-ui",
        "ui --port {port}",
        "--env",
        "A.B=c=d",
        "--env",
        "RUST_LOG=info",
    ]

    assert 0 == main(["init", *argv])
    target = load("mine.toml")

    assert [odd, "--config", "x", "migrate"] == target.argv("migrate", config="x")
    assert ["ui", "--port", "7"] == target.argv("admin-ui", port="7")
    assert (odd, ("migration",), "postgres") == (target.about, target.claims, target.database)
    assert {"A.B": "c=d", "RUST_LOG": "info"} == target.env
    assert "gateway-contracts doctor mine.toml" in capsys.readouterr().out
    assert ["mine.toml"] == [path.name for path in elsewhere.iterdir()]


def test_a_running_gateway_makes_a_url_target() -> None:
    """Its secrets stay in the environment."""
    assert 0 == main(["init", "--url", "http://127.0.0.1:8080/", "mine.toml"])
    target = load("mine.toml")

    assert ("url", "http://127.0.0.1:8080", None) == (target.driver, target.url, target.database)
    assert "env." in (target.given_credentials["admin_password"])


def test_a_file_that_is_there_is_never_lost(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only `--force` replaces it, and only by a file that is whole."""
    file = elsewhere / "my-gateway.toml"
    file.write_text("mine", "utf-8")

    assert "is there already" in refused(capsys, "--gateway", "x")
    assert "close the quote" in refused(capsys, "--gateway", "'x", "--force")
    assert "mine" == file.read_text("utf-8")
    assert 0 == main(["init", "--gateway", "x", "--force"])
    assert "x" == load("my-gateway.toml").gateway


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "give --gateway COMMAND or --url URL"),
        (["--gateway", "'x"], "close the quote"),
        (["--url", "ftp://x"], "such as http://127.0.0.1:8080"),
        (["--gateway", "x", "--claim", "same-orgin"], "did you mean 'same-origin'"),
        (["--gateway", "x", "--env", "X"], "write NAME=VALUE"),
        (["--gateway", "x", "--config-template", "nowhere.j2"], "put it beside this file"),
        (["--gateway", "x", "mine.yaml"], "call it so"),
        (["--gateway", "x", "nowhere/mine.toml"], "give another place"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    """And nothing is written."""
    assert words in refused(capsys, *argv)
    assert [] == list(elsewhere.iterdir())


def on_a_terminal(*lines: str, cwd: Path) -> tuple[int, str]:
    """Exit code and words of `init`, answered by these lines on a terminal of its own."""
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "contract_harness", "init"],
        cwd=cwd,
        stdin=inside,
        stdout=inside,
        stderr=inside,
    ) as process:
        os.close(inside)
        # A terminal keeps what is typed ahead.
        os.write(terminal, "".join(f"{line}\n" for line in lines).encode() + b"\x04")
        said = b""
        while True:
            try:
                said += os.read(terminal, 4096)
            except OSError:
                break
    os.close(terminal)
    return process.returncode, said.decode()


def test_on_a_terminal_it_asks(elsewhere: Path) -> None:
    """An empty answer takes the default, a wrong one is asked again."""
    code, said = on_a_terminal("/opt/g --fast", "Mine.", "mysql", "postgres", cwd=elsewhere)
    target = load(str(elsewhere / "my-gateway.toml"))

    assert 0 == code, said
    assert ("/opt/g --fast", "Mine.", "postgres") == (target.gateway, target.about, target.database)
    assert "Write libsql or postgres." in said


def test_a_gateway_behind_tls_makes_a_url_target(elsewhere: Path) -> None:
    """What it may take to get there is written beside it, to be uncommented."""
    assert 0 == main(["init", "--url", "https://gateway.example", "mine.toml"])
    assert "https://gateway.example" == load("mine.toml").url
    text = Path("mine.toml").read_text("utf-8")
    words = ("[tls]", 'ca = "staging-ca.pem"', "[headers]", 'X-Staging-Token = "env.STAGING_TOKEN"')
    for line in words:
        text = text.replace(f"# {line}\n", f"{line}\n")
    Path("staging-ca.pem").touch()
    Path("mine.toml").write_text(text, "utf-8")
    reach = load("mine.toml").reach

    assert (elsewhere / "staging-ca.pem", ["X-Staging-Token"]) == (
        reach.tls.ca,
        [one.name for one in reach.headers],
    )


def test_unanswered_questions_write_nothing(elsewhere: Path) -> None:
    """Ctrl-D ends it in one sentence."""
    code, said = on_a_terminal("/opt/g", cwd=elsewhere)

    assert 2 == code, said
    assert "nothing is written" in said
    assert "Traceback" not in said
    assert [] == list(elsewhere.iterdir())
