"""A pooler before the database: who calls through it, and what is left in its sessions."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.operations import pooler as expect
from contract_harness.expect.operations._crowd import Crowd
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, column


@then(parsers.parse("each of {count:d} calls by {people:d} people at once finds:"))
def each_call_finds(subject: ScenarioGateway, count: int, people: int, datatable: Table) -> None:
    expect.expect_finds(subject, Crowd(column(datatable), count, people))


@then("nothing is left in a session of the pool")
def nothing_is_left(subject: ScenarioGateway) -> None:
    expect.expect_nothing_left(subject)
