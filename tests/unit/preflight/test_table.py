"""The table before the first test: what is asked, what is missing, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from tests.preflight.needs import NEEDS, Missing, Need
from tests.preflight.plugin import table

CURL = next(need for need in NEEDS if need.what == "curl")


def missing() -> str:
    raise Missing("not on PATH")


def found() -> str:
    return "/usr/bin/curl"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        (["tests", "e2e"], {need.what for need in NEEDS}),
        (["."], {need.what for need in NEEDS}),
        (["tests/unit"], set()),
        (["tests/static/test_checks.py"], {"git"}),
        (["e2e/test_local_shape.py"], {"PostgreSQL", "Chromium", "Playwright's Node.js"}),
        (["tests/integration/harness/evidence/test_repro.py"], {"git", "PostgreSQL", "curl"}),
        (["tests/unit", "tests/acceptance/tasks"], {"git", "PostgreSQL", "mise"}),
    ],
)
def test_only_what_the_chosen_tests_need_is_asked(chosen: list[str], asked: set[str]) -> None:
    """A folder asks what its parts need; unit tests need nothing."""
    paths = [PurePosixPath(one) for one in chosen]

    assert asked == {need.what for need in NEEDS if need.is_asked(paths)}


@pytest.mark.parametrize(("look", "lacks"), [(found, []), (missing, ["curl"])], ids=["found", "missing"])
def test_a_line_says_where_it_is_or_what_brings_it(
    said: list[str], look: Callable[[], str], lacks: list[str]
) -> None:
    """A missing one has a command for each package manager."""
    told = table([replace(CURL, look=look)], said.append, is_brief=False)

    assert lacks == told
    if lacks:
        assert ["curl  missing: not on PATH", f"      {CURL.remedies}"] == said
        assert "apt-get install curl | dnf install curl | apk add curl | brew install curl" == CURL.remedies
    else:
        assert ["curl  /usr/bin/curl"] == said


def test_a_brief_table_holds_what_is_missing_only(said: list[str]) -> None:
    """As `pytest -q` wants it."""
    table([replace(CURL, look=found), replace(CURL, what="git", look=missing)], said.append, is_brief=True)

    assert ["git   missing: not on PATH"] == said[:1]
    assert 2 == len(said)


def test_what_no_package_manager_has_is_left_out() -> None:
    """A command that fails is no remedy."""
    node: Need = next(need for need in NEEDS if need.what == "Playwright's Node.js")

    assert "brew" not in node.remedies
