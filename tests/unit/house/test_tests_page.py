"""The page about the tests: every folder has its line, and what it shows is in the tree."""

import re

from tests.given.places import GATEWAYS, ROOT
from tests.given.tracked import TRACKED

PAGE = (ROOT / "tests" / "README.md").read_text("utf-8")


def test_every_folder_of_tests_has_its_line() -> None:
    """And no folder is described that is not there."""
    folders = {
        path.relative_to(ROOT / "tests").parts[0] for path in TRACKED if (ROOT / "tests") in path.parents
    }
    described = set(re.findall(r"^\| `(\w+)/` \|", PAGE, re.MULTILINE))

    assert {name for name in folders if "." not in name} == described


def test_every_gateway_that_is_judged_is_named() -> None:
    """By its folder or its file."""
    there = {path.relative_to(GATEWAYS).parts[0] for path in TRACKED if GATEWAYS in path.parents}

    assert len(there) > 5
    assert [] == sorted(name for name in there if f"`{name}`" not in PAGE and f"`{name}/`" not in PAGE)


def test_the_example_is_a_test_of_this_repository() -> None:
    """Word for word."""
    (example,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    tests = [path for path in TRACKED if path.name.startswith("test_") and path.suffix == ".py"]

    assert 1 == sum(example in path.read_text("utf-8") for path in tests)


def test_the_files_it_runs_are_there() -> None:
    """Every path in its commands."""
    named = re.findall(r"\btests/[\w/.]+", PAGE)

    assert len(named) > 1
    assert [] == [name for name in named if not (ROOT / name).exists()]
