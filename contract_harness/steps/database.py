"""The database of the gateway: what is in it, and whether anything was written."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.expect import schemas, stored
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@then("the database is unchanged")
def database_is_unchanged(subject: ScenarioGateway) -> None:
    schemas.expect_untouched(subject.database, subject.state)


@then("one platform admin exists")
def one_admin_exists(subject: ScenarioGateway) -> None:
    stored.expect_platform_admins(subject.database, count=1)


@then("no platform admin exists")
def no_admin_exists(subject: ScenarioGateway) -> None:
    stored.expect_platform_admins(subject.database, count=0)


@then("nothing is seeded")
def nothing_is_seeded(subject: ScenarioGateway) -> None:
    stored.expect_nothing_seeded(subject.database, admin_email=subject.email)
