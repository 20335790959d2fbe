"""Every probe of the active plan becomes one test of this module."""

import pytest

from contract_harness.running.plan import Plan

if any(Plan.active().probes.values()):

    @pytest.mark.probe
    def test_probe(look: object) -> None:
        """The fixture has looked; what it saw travels with the report."""
        assert look
