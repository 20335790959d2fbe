"""The static checks that every commit passes, as mise.toml has them."""

import subprocess

import pytest

from tests.given.places import ROOT
from tests.given.tasks import STATIC, commands


@pytest.mark.parametrize("line", [line for task in STATIC for line in commands(task)])
def test_the_tree_passes(line: str) -> None:
    """Format, lint, strict types, and imports that point one way."""
    done = subprocess.run(line.split(), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    assert 0 == done.returncode, done.stdout + done.stderr


def test_there_are_static_checks() -> None:
    """The list above is not empty by mistake."""
    assert ["lint", "types", "imports"] == STATIC
