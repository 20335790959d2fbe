"""Where things lie, and what they may be called."""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.given.places import DISTRIBUTIONS, ROOT
from tests.given.tracked import TRACKED

PYTHON = [path for path in TRACKED if path.suffix == ".py" and path.exists()]
LONGEST_FILE_LINES = 300
MOST_MODULES = 20
GROUND = {"errors", "patience", "verdicts", "resources", "tables", "__init__", "__main__"}
"""What may lie in the hall of the harness: the ground every room stands on, and the way in."""


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _relative(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_there_is_something_to_check() -> None:
    """Every rule below looks at real files."""
    assert len(PYTHON) > 50


def test_contracts_and_features_hold_data_only() -> None:
    """They are read from any language."""
    rooms = {"contracts", "features", "migrations"}

    assert [] == [name for name in _relative(PYTHON) if name.split("/")[0] in rooms]


def test_no_grab_bags() -> None:
    """A file is named after its one idea."""
    banned = {"utils", "util", "helpers", "common", "misc", "shared", "base"}

    assert [] == [name for name in _relative(PYTHON) if Path(name).stem in banned]


def test_files_stay_readable() -> None:
    """One idea a file: nothing grows past a few screens."""
    long = [path for path in PYTHON if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE_LINES]

    assert [] == _relative(long)


def test_folders_stay_readable() -> None:
    """A folder is taken in at a glance; its `__init__.py` and `conftest.py` are not counted."""
    count = Counter(path.parent for path in PYTHON if path.stem not in {"__init__", "conftest"})

    assert [] == [
        f"{folder.relative_to(ROOT)}: {number} modules, at most {MOST_MODULES}; make a room of some"
        for folder, number in count.items()
        if number > MOST_MODULES
    ]


def test_the_hall_of_the_harness_is_empty() -> None:
    """Every module has a room."""
    hall = ROOT / "contract_harness"

    assert [] == [
        f"{path.relative_to(ROOT)}:1: lies in the hall; move it into its room, see contract_harness/README.md"
        for path in PYTHON
        if path.parent == hall and path.stem not in GROUND
    ]


def test_every_module_says_what_it_is() -> None:
    """A module docstring, also for tests; a package may be silent when it is empty."""
    silent = [path for path in PYTHON if _tree(path).body and ast.get_docstring(_tree(path)) is None]

    assert [] == _relative(silent)


def test_every_test_states_its_claim() -> None:
    """The docstring of a test is the sentence it proves."""
    silent = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in PYTHON
        if path.name.startswith("test_")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_the_harness_names_no_gateway_module() -> None:
    """Which gateway is judged is the target file's business."""
    named = [
        path
        for path in PYTHON
        if path.is_relative_to(ROOT / "contract_harness") and "reference_gateway" in path.read_text("utf-8")
    ]

    assert [] == _relative(named)


@pytest.mark.parametrize("word", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"/root/", r"/home/\w"])
def test_nothing_unfinished_and_no_machine_is_named(word: str) -> None:
    """What is in the tree is done, and stands anywhere."""
    found = [
        path
        for path in TRACKED
        if path.exists()
        and path.suffix in {".py", ".md", ".toml", ".yaml", ".feature", ".sql", ".html", ".css"}
        and path != Path(__file__)
        and re.search(word, path.read_text("utf-8"))
    ]

    assert [] == _relative(found)


def test_every_dependency_earned_its_line() -> None:
    """DECISIONS.md says why each package is here."""
    ours = [tomllib.loads((folder / "pyproject.toml").read_text("utf-8")) for folder in DISTRIBUTIONS]
    groups = [one["build-system"]["requires"] for one in ours]
    groups += [one["project"]["dependencies"] for one in ours]
    groups += [group for one in ours for group in one["project"]["optional-dependencies"].values()]
    groups += ours[0]["dependency-groups"].values()
    # What is no string includes another group.
    specs = {spec for group in groups for spec in group if isinstance(spec, str)}
    names = {re.split(r"[\s\[><=;]", spec)[0] for spec in specs}
    names -= {one["project"]["name"] for one in ours}
    decisions = (ROOT / "DECISIONS.md").read_text("utf-8")

    assert [] == sorted(name for name in names if f"`{name}`" not in decisions)
