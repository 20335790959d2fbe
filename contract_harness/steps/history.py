"""The migration history: what others wrote into it, and what the gateway did."""

from __future__ import annotations

from contextlib import ExitStack

from pytest_bdd import given, parsers, then

from contract_harness.databases.model import Row
from contract_harness.expect import histories
from contract_harness.installations.pool import Installations
from contract_harness.scenes import history, operator
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs


@given("the history has:")
def history_has(subject: ScenarioGateway, undone: ExitStack, datatable: Table) -> None:
    undone.callback(history.keep(subject.database))
    history.merge(subject.database, datatable)


@given("the history is empty")
def history_is_empty(subject: ScenarioGateway, undone: ExitStack) -> None:
    undone.callback(history.keep(subject.database))
    history.empty(subject.database)


@then(parsers.parse('the history begins with "{label}"'))
def history_begins_with(subject: ScenarioGateway, label: str) -> None:
    histories.expect_first(subject.database, label)


@then("each row of the history has:")
def each_row_has(subject: ScenarioGateway, installations: Installations, datatable: Table) -> None:
    def elsewhere() -> list[Row]:
        return installations.from_template("migrated", operator.migrate).database.history()

    histories.expect_each_row(subject, pairs(datatable), elsewhere)
