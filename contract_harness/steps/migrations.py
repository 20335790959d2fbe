"""Migrations: databases before and after them, and what a listing says."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.expect import listings, schemas
from contract_harness.installations.installation import Installation, Outcome
from contract_harness.installations.pool import Installations
from contract_harness.ledger.baseline import baseline
from contract_harness.scenes import operator, tampering
from contract_harness.scenes.scenario_gateway import ScenarioGateway


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


@given("a database that is out of reach")
def database_out_of_reach(installation: Installation) -> None:
    installation.config["database"] = installation.database.out_of_reach()


@given("an empty database where the gateway may not create tables")
def may_not_create(installation: Installation) -> None:
    installation.config["database"] = installation.database.without_create_right()


@given("an empty database where a later table's name is taken")
def name_is_taken(installation: Installation) -> None:
    installation.database.obstruct(baseline().last_table)


@then(parsers.re("it lists every migration as (?P<state>applied|pending)"))
def lists_every_migration(outcome: Outcome, installation: Installation, state: str) -> None:
    listings.expect_listing(outcome, backend=installation.database.kind, state=state)


@then(parsers.parse('the first migration listed is "{label}"'))
def first_listed(outcome: Outcome, label: str) -> None:
    listings.expect_first_listed(outcome, label)


@then("it lists nothing")
def lists_nothing(outcome: Outcome) -> None:
    listings.expect_nothing_listed(outcome)


@then("no database has come into being")
def no_database_came_into_being(subject: ScenarioGateway) -> None:
    schemas.expect_still_absent(subject.database, subject.state)


@then("the database has every application table")
def has_every_table(installation: Installation) -> None:
    schemas.expect_every_table(installation.database)


@then("the application tables are empty")
def tables_are_empty(installation: Installation) -> None:
    schemas.expect_no_rows(installation.database)


@then("no application table and no applied migration is there")
def nothing_is_migrated(installation: Installation) -> None:
    schemas.expect_nothing_migrated(installation.database)
