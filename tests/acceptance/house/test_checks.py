"""The tools that every commit passes, run as tests so that one command proves everything."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.given.places import ROOT

BIN = Path(sys.executable).parent
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_tree_passes(name: str) -> None:
    """Format, lint, strict types, and imports that point one way."""
    tool, *arguments = CHECKS[name]
    result = subprocess.run(
        [str(BIN / tool), *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )

    assert 0 == result.returncode, result.stdout + result.stderr
