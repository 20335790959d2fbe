"""Boot: an install in its shape, starts, explicit commands, and how they end."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.configs import builder
from contract_harness.configs.variants import PLACES
from contract_harness.expect import starts, stored
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways


@given("a gateway whose config seeds nothing", target_fixture="subject")
def seedless_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.standing("seedless")


@given("a gateway whose config disables the admin", target_fixture="subject")
def adminless_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.standing("adminless")


@given("a gateway whose admin has rotated", target_fixture="subject")
def rotated_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.whose_admin_rotated()


@given("a gateway that booted again on a changed config", target_fixture="subject")
def booted_again(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.changed()


@given("the config gives the admin another password")
def admin_gets_another_password(subject: ScenarioGateway) -> None:
    builder.admin(subject.document)["password"] = f"literal.{subject.password('other')}"


@given("the key variable holds something that is not a key")
def variable_holds_no_key(subject: ScenarioGateway) -> None:
    subject.environment[builder.KEY_VARIABLE] = subject.password("other")


@given("the config file is not there")
def config_file_is_missing(subject: ScenarioGateway) -> None:
    subject.remove_config_file()


@given(parsers.parse('the config says "{key}" in {place}'))
def config_says(subject: ScenarioGateway, key: str, place: str) -> None:
    subject.mistype(key, PLACES[place])


@when("the gateway starts bare with bootstrap and seeding switched off")
def starts_bare(subject: ScenarioGateway) -> None:
    subject.start_with({"bootstrap": "false", "seeding": "false"}, means="environment", command="start")


@when("three gateways start together")
def three_start_together(subject: ScenarioGateway) -> None:
    subject.start_together(3)


@then("the refusal names the config file")
def refusal_names_the_config_file(subject: ScenarioGateway, outcome: Outcome) -> None:
    starts.expect_said(outcome, subject.config_file_name)


@then("no secret was written to any log or output")
def no_secret_was_written(subject: ScenarioGateway) -> None:
    starts.expect_unsaid(subject.everything_written(), subject.secrets())


@then("no ordinary user exists")
def no_ordinary_user_exists(subject: ScenarioGateway) -> None:
    stored.expect_no_ordinary_user(subject.database)


@then("no key exists")
def no_key_exists(subject: ScenarioGateway) -> None:
    stored.expect_no_key(subject.database)


@then("the stored admin is unchanged")
def stored_admin_is_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_same_admin(subject.database, subject.before, email=subject.email)
