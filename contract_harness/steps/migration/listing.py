"""Listing: a look at a database that is not there."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect.migration import listing
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@then("no database has come into being")
def no_database_came_into_being(subject: ScenarioGateway) -> None:
    listing.expect_still_absent(subject.database, subject.state)
