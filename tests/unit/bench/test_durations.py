"""The table of durations: what it makes of a junit.xml."""

from pathlib import Path

import pytest

from tests.bench.durations import SLOWEST, TIERS, Timed, read, table, tier_of
from tests.given.places import ROOT

JUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" tests="4" time="9.5">
<testcase classname="tests.unit.house.test_layout" name="test_a[x y]" file="tests/unit/house/test_layout.py" line="3" time="0.250"/>
<testcase classname="tests.unit.house.test_layout" name="test_b" file="tests/unit/house/test_layout.py" line="9" time="0.500">
<failure message="no">E</failure></testcase>
<testcase classname="e2e.test_shape" name="test_c" file="e2e/test_shape.py" line="1" time="4.000"/>
<testcase classname="" name="tests.unit.test_broken" time="0.000"><error message="collection failure">E</error></testcase>
</testsuite></testsuites>
"""  # noqa: E501 - as pytest writes it


@pytest.fixture
def tests(tmp_path: Path) -> list[Timed]:
    """What the document above holds."""
    (tmp_path / "junit.xml").write_text(JUNIT, "utf-8")
    return read(tmp_path / "junit.xml")


def test_each_test_has_its_file_and_seconds(tests: list[Timed]) -> None:
    """A failed one too; a module that could not be collected is no test."""
    assert [
        Timed("tests/unit/house/test_layout.py", "test_a[x y]", 0.25),
        Timed("tests/unit/house/test_layout.py", "test_b", 0.5),
        Timed("e2e/test_shape.py", "test_c", 4.0),
    ] == tests


def test_the_table_adds_up(tests: list[Timed]) -> None:
    """Wall seconds are the clock's; tiers and files are sums, in order of cost and of seconds."""
    lines = [" ".join(line.split()) for line in table(tests, 3.1).splitlines()]

    assert [
        "3.1 s 3 tests wall",
        "",
        "by tier",
        "0.8 s 2 tests unit",
        "4.0 s 1 test browser",
        "",
        "slowest files",
        "4.0 s 1 test e2e/test_shape.py",
        "0.8 s 2 tests tests/unit/house/test_layout.py",
        "",
        "slowest tests",
        "4.0 s e2e/test_shape.py::test_c",
        "0.5 s tests/unit/house/test_layout.py::test_b",
        "0.2 s tests/unit/house/test_layout.py::test_a[x y]",
    ] == lines


def test_only_the_slowest_are_named() -> None:
    """Ten files and ten tests, the slowest first."""
    many = [Timed(f"e2e/test_{number}.py", "test", float(number)) for number in range(SLOWEST + 5)]
    text = table(many, 1.0)

    assert 2 * SLOWEST == text.count("e2e/test_")
    assert text.index("e2e/test_14.py") < text.index("e2e/test_5.py")
    assert "e2e/test_4.py" not in text


def test_every_tier_has_its_folder() -> None:
    """Each is there, and a file outside of them is refused by name."""
    assert [] == [folder for folder in TIERS.values() if not (ROOT / folder).is_dir()]
    assert "browser" == tier_of("e2e/test_shape.py")
    with pytest.raises(ValueError, match=r"tests/other/test_x\.py"):
        tier_of("tests/other/test_x.py")
