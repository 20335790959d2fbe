"""Runtime shapes: how many of what there are after a first boot, and who is not among the users."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.clients.http import Reply
from contract_harness.expect import lists
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, records


@then(parsers.parse('the "{noun}" listed do not include:'))
def listed_do_not_include(subject: ScenarioGateway, reply: Reply, noun: str, datatable: Table) -> None:
    lists.expect_absent(reply, noun, records(subject.filled(datatable)))
