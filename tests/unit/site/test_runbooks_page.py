"""The page at the door of the runbooks: what each of them needs is what its commands name."""

import re
from pathlib import Path

import pytest

from tests.given.places import ROOT

RUNBOOKS = ROOT / "docs" / "runbooks"
PROGRAMS = (
    "curl",
    "psql",
    "pg_dump",
    "pg_restore",
    "python",
    "sqlite3",
    "jq",
    "openssl",
    "docker",
    "kubectl",
)
"""What a minimal system may lack, and a runbook might use."""


@pytest.mark.parametrize(
    "page", sorted(set(RUNBOOKS.glob("*.md")) - {RUNBOOKS / "README.md"}), ids=lambda page: page.stem
)
def test_what_a_runbook_needs_is_said(page: Path) -> None:
    """All of it, and nothing else."""
    index = (RUNBOOKS / "README.md").read_text("utf-8")
    (said,) = re.findall(rf"^\| \[[^\]]+\]\({page.name}\) \|.*\| ([^|]*) \|$", index, re.MULTILINE)
    commands = "".join(re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE))
    used = {name for name in PROGRAMS if re.search(rf"(?<![\w-]){name}(?![\w.-])", commands)}

    assert used == set(re.findall(r"`(\w+)`", said))
