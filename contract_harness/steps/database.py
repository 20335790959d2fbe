"""The database of the gateway: what is in it, and whether anything was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.expect import schemas, seeded, stored
from contract_harness.expect.migration import listing, refusals
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations
from contract_harness.scenes import history, operator, outages, tampering
from contract_harness.scenes.migration import altered
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, column, pairs, records


@pytest.fixture
def undone() -> Iterator[ExitStack]:
    """What was done to the database or its callers is undone here, whatever becomes of the scenario."""
    with ExitStack() as undone:
        yield undone


@given("an empty database", target_fixture="installation")
def empty_database(installations: Installations) -> Installation:
    return installations.new()


@given("a migrated database", target_fixture="installation")
def migrated_database(installations: Installations) -> Installation:
    return installations.from_template("migrated", operator.migrate)


@given("a database in use", target_fixture="installation")
def database_in_use(installations: Installations) -> Installation:
    installation = installations.from_template("in use", operator.serve_once)
    tampering.age(installation.database)
    return installation


@given(parsers.parse('the table "{table}" is "{state}"'))
def table_is(installation: Installation, table: str, state: str) -> None:
    altered.put_table(installation.database, table, state)


@given(parsers.parse('the database is "{condition}"'))
@when(parsers.parse('the database is "{condition}"'))
def database_is(subject: ScenarioGateway, undone: ExitStack, condition: str) -> None:
    outages.bring_about(condition, subject, undone)


@given(parsers.parse('the database refuses a new row of "{table}"'))
@when(parsers.parse('the database refuses a new row of "{table}"'))
def database_refuses(subject: ScenarioGateway, table: str) -> None:
    tampering.refuse_rows(subject.database, table)


@when("the database recovers")
def database_recovers(undone: ExitStack) -> None:
    undone.close()


@then("the database is unchanged")
def database_is_unchanged(subject: ScenarioGateway) -> None:
    schemas.expect_untouched(subject.database, subject.state)


@then("the database is left as it was, to the byte, by:")
def database_is_left_by(subject: ScenarioGateway, datatable: Table) -> None:
    listing.expect_no_trace(subject, column(datatable))


@then(parsers.parse('the database is refused by "{commands}" when:'))
def database_is_refused_when(subject: ScenarioGateway, commands: str, datatable: Table) -> None:
    subject.named.update(history.words(subject.database))
    refusals.expect_refused(subject, commands, records(subject.filled(datatable)))


@then("one platform admin exists")
def one_admin_exists(subject: ScenarioGateway) -> None:
    stored.expect_platform_admins(subject.database, count=1)


@then("nothing is seeded")
def nothing_is_seeded(subject: ScenarioGateway) -> None:
    stored.expect_nothing_seeded(subject.database, admin_email=subject.email)


@then(parsers.parse('the key "{name}" is stored'))
def key_is_stored(subject: ScenarioGateway, name: str) -> None:
    stored.expect_key_stored(subject.database, subject.key(name))


@then('what the database holds of "the admin" is unchanged')
def stored_admin_is_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_same_admin(subject.database, subject.before, email=subject.email)


@then('what the database holds of "the config" is unchanged')
def what_was_seeded_is_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_same_meaning(subject.database, subject.before, stored.SEEDED_TABLES)


@then('what the database holds of "the people" is unchanged')
def stored_people_are_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_same_meaning(subject.database, subject.before, stored.PEOPLE_TABLES)


@then("no row was added")
def no_row_was_added(subject: ScenarioGateway) -> None:
    stored.expect_no_row_added(subject.database, subject.before)


@then("the budgets in force are:")
def budgets_in_force_are(subject: ScenarioGateway, datatable: Table) -> None:
    seeded.expect_budgets(subject.database, records(datatable))


@then("the database has every application table")
def has_every_table(subject: ScenarioGateway) -> None:
    schemas.expect_every_table(subject.database)


@given("since then the database has:")
def database_has_since(subject: ScenarioGateway, datatable: Table) -> None:
    for what, state in pairs(datatable):
        tampering.let(subject.database, subject.known, what, state)


@then("the people are stored as:")
def people_are_stored_as(subject: ScenarioGateway, datatable: Table) -> None:
    seeded.expect_people(subject.database, records(datatable))


@then("the database holds:")
def database_holds(subject: ScenarioGateway, datatable: Table) -> None:
    stored.expect_numbers(subject.database, pairs(datatable))
