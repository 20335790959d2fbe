"""The version is the installed package's, and its absence is said rather than guessed at."""

from __future__ import annotations

import tomllib
from importlib import metadata

import pytest

from reference_gateway.services import version
from tests.given.places import ROOT


def test_it_is_the_version_of_the_package():
    """The one in pyproject.toml, which is where a release changes it."""
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == version.version()
    )


def test_a_program_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch):
    """Copied somewhere, it still starts."""

    def nothing_there(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(version, "installed", nothing_there)

    assert "unknown (not installed)" == version.version()
