"""A provider: is called for a completion, or is not."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect import access
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs


@then("the provider was called with:")
def provider_was_called_with(subject: ScenarioGateway, datatable: Table) -> None:
    access.expect_called(subject.provider, **dict(pairs(subject.filled(datatable))))
