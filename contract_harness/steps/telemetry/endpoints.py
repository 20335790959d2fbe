"""Endpoints: what arrives at which collector."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.telemetry.endpoints import expect_gets_only
from contract_harness.scenes.telemetry.collectors import Collectors
from contract_harness.tables import Table


@then("each collector gets only:")
def each_gets_only(collectors: Collectors, datatable: Table) -> None:
    expect_gets_only(collectors, datatable[1:])
