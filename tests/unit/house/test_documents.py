"""The pages of the project: what they point at is there."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.given.places import ROOT
from tests.given.tracked import TRACKED

PAGES = [file for file in TRACKED if file.suffix == ".md"]
TASKS = tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))["tasks"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file or folder of the tree."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_tasks_that_are_named_exist(page: Path) -> None:
    """`mise run X` runs."""
    named = re.findall(r"mise run (?:--\S+ )*([a-z][\w-]*)", page.read_text("utf-8"))

    assert [] == [name for name in named if name not in TASKS]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_tables_have_no_gap(page: Path) -> None:
    """A row behind an empty line is no row of the table any more, but text with bars."""
    blocks = re.findall(r"(?:^\|.*\n?)+", page.read_text("utf-8"), re.MULTILINE)

    assert [] == [
        block.splitlines()[0] for block in blocks if not re.search(r"^\| *:?--", block, re.MULTILINE)
    ]


def test_there_are_pages() -> None:
    """The checks above look at something."""
    assert {"README.md", "CHANGELOG.md", "DECISIONS.md"} <= {page.name for page in PAGES}
