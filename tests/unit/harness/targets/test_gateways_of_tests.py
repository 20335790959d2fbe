"""The gateways of the tests stand on parts of ours: whoever moves one hears of it before a run is void."""

from __future__ import annotations

import importlib

import pytest

from tests.given.places import GATEWAYS, ROOT

MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for package in ("observed", "second_gateway", "successor")
    for file in (GATEWAYS / package).rglob("*.py")
    if not file.name.startswith("__")
)


@pytest.mark.parametrize("module", MODULES)
def test_it_can_be_imported(module: str) -> None:
    """Every name it takes from elsewhere is there."""
    assert importlib.import_module(module)
