"""Every probe of the active plan becomes one test of this module."""

import pytest


@pytest.mark.probe
def test_probe(look: object) -> None:
    """The fixture has looked; what it saw travels with the report."""
    assert look
