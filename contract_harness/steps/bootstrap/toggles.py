"""Startup toggles: a start that names no subcommand."""

from __future__ import annotations

from pytest_bdd import when

from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs


@when("the gateway is started without a subcommand, with:")
def started_without_a_subcommand(subject: ScenarioGateway, datatable: Table) -> None:
    subject.start_set(pairs(datatable), command="start")
