"""Boot: an install in its shape, starts, explicit commands, and how they end."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.configs import builder
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.configs.variants import PLACES
from contract_harness.expect import starts, stored
from contract_harness.installations.installation import Gateway, Installation, Outcome
from contract_harness.installations.pool import Installations
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import Keepsakes, ScenarioGateways
from contract_harness.targets.credentials import Credentials


@pytest.fixture(scope="session")
def keepsakes() -> Keepsakes:
    """What is remembered of standing gateways."""
    return Keepsakes()


@pytest.fixture
def subjects(
    installations: Installations, credentials: Credentials, keepsakes: Keepsakes
) -> ScenarioGateways:
    """Makes installs that boot, for one scenario."""
    return ScenarioGateways(installations, credentials, keepsakes)


@pytest.fixture
def subject(installation: Installation, credentials: Credentials) -> ScenarioGateway:
    """The install the scenario is about: the scenario's own, unless a step put another in its place."""
    return ScenarioGateway(lambda: installation, KnownSecrets.of(credentials))


@given(parsers.parse("a fresh install in the {shape} shape"), target_fixture="subject")
def fresh_install(subjects: ScenarioGateways, shape: str) -> ScenarioGateway:
    return subjects.fresh(shape)


@given(parsers.parse("a gateway booted in the {shape} shape"), target_fixture="subject")
def booted_gateway(subjects: ScenarioGateways, shape: str) -> ScenarioGateway:
    return subjects.standing(shape)


@given("a gateway whose config seeds nothing", target_fixture="subject")
def seedless_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.standing("seedless")


@given("a gateway whose config disables the admin", target_fixture="subject")
def adminless_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.standing("adminless")


@given("a gateway whose admin has rotated", target_fixture="subject")
def rotated_gateway(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.whose_admin_rotated()


@given("a gateway that has booted once", target_fixture="subject")
def has_booted_once(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.booted_once()


@given("a gateway that booted again on a changed config", target_fixture="subject")
def booted_again(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.changed()


@given("the config disables the bootstrap admin")
def admin_is_disabled(subject: ScenarioGateway) -> None:
    builder.admin(subject.document)["enabled"] = False


@given("the config asks for rotation")
def config_asks_for_rotation(subject: ScenarioGateway) -> None:
    builder.admin(subject.document)["require_password_change"] = True


@given(parsers.parse('the config names the admin "{email}"'))
def admin_is_named(subject: ScenarioGateway, email: str) -> None:
    builder.admin(subject.document)["email"] = email


@given("the config gives the admin another password")
def admin_gets_another_password(subject: ScenarioGateway) -> None:
    builder.admin(subject.document)["password"] = f"literal.{subject.password('other')}"


@given(parsers.parse("the {secret} is in the environment"))
def secret_is_in_the_environment(subject: ScenarioGateway, secret: str) -> None:
    subject.put_into_environment(secret)


@given(parsers.parse("the {secret} variable is {state}"))
@when(parsers.parse("the {secret} variable is {state}"))
def variable_is(subject: ScenarioGateway, secret: str, state: str) -> None:
    subject.set_variable(secret, state)


@given("the key variable holds something that is not a key")
def variable_holds_no_key(subject: ScenarioGateway) -> None:
    subject.environment[builder.KEY_VARIABLE] = subject.password("other")


@given("the config file is not there")
def config_file_is_missing(subject: ScenarioGateway) -> None:
    subject.remove_config_file()


@given(parsers.parse('the config says "{key}" in {place}'))
def config_says(subject: ScenarioGateway, key: str, place: str) -> None:
    subject.mistype(key, PLACES[place])


@when("the gateway starts", target_fixture="gateway")
@when("the gateway starts again", target_fixture="gateway")
def gateway_starts(subject: ScenarioGateway) -> Gateway:
    subject.start()
    return subject.gateway


@when(parsers.parse("the gateway starts with {step} switched off by {means}"))
def starts_with_a_step_off(subject: ScenarioGateway, step: str, means: str) -> None:
    subject.start_with({step: "false"}, means=means)


@when("the gateway starts with everything switched off")
def starts_with_all_off(subject: ScenarioGateway) -> None:
    subject.start_with(dict.fromkeys(("migration", "bootstrap", "seeding"), "false"), means="flag")


@when("the gateway starts with all off in the environment and bootstrap on by flag")
def starts_with_flag_against_environment(subject: ScenarioGateway) -> None:
    subject.start_with({"bootstrap": "true"}, {"bootstrap": "false", "seeding": "false"}, means="flag")


@when("the gateway starts bare with bootstrap and seeding switched off")
def starts_bare(subject: ScenarioGateway) -> None:
    subject.start_with({"bootstrap": "false", "seeding": "false"}, means="environment", command="start")


@when("the gateway is asked to start", target_fixture="outcome")
def is_asked_to_start(subject: ScenarioGateway) -> Outcome:
    return subject.ask_to_start()


@when(
    parsers.parse('the gateway is asked to start with {step} set to "{value}" by {means}'),
    target_fixture="outcome",
)
def is_asked_to_start_with(subject: ScenarioGateway, step: str, value: str, means: str) -> Outcome:
    return subject.ask_to_start_with(step, value, means=means)


@when("three gateways start together")
def three_start_together(subject: ScenarioGateway) -> None:
    subject.start_together(3)


@when(parsers.re(r"the operator runs (?P<command>bootstrap-admin|seed-config)"), target_fixture="outcome")
def operator_runs(subject: ScenarioGateway, command: str) -> Outcome:
    return subject.run(command)


@then("the command succeeds")
def command_succeeds(outcome: Outcome) -> None:
    starts.expect_success(outcome)


@then("the start is refused")
@then("the command fails")
def is_refused(outcome: Outcome) -> None:
    starts.expect_refused(outcome)


@then("the start is a usage error")
def is_a_usage_error(outcome: Outcome) -> None:
    starts.expect_usage_error(outcome)


@then(parsers.parse("the refusal names the {secret} variable"))
def refusal_names_the_variable(outcome: Outcome, secret: str) -> None:
    starts.expect_said(outcome, builder.VARIABLES[secret])


@then("the refusal names the config file")
def refusal_names_the_config_file(subject: ScenarioGateway, outcome: Outcome) -> None:
    starts.expect_said(outcome, subject.config_file_name)


@then(parsers.parse('the refusal names "{name}"'))
def refusal_names(outcome: Outcome, name: str) -> None:
    starts.expect_said(outcome, name)


@then("no secret was written to any log or output")
def no_secret_was_written(subject: ScenarioGateway) -> None:
    starts.expect_unsaid(subject.everything_written(), subject.secrets())


@then("nothing is written")
@then("the database is as it was")
def nothing_is_written(subject: ScenarioGateway) -> None:
    stored.expect_untouched(subject.database, subject.before)


@then("one platform admin exists")
def one_admin_exists(subject: ScenarioGateway) -> None:
    stored.expect_platform_admins(subject.database, count=1)


@then("no platform admin exists")
def no_admin_exists(subject: ScenarioGateway) -> None:
    stored.expect_platform_admins(subject.database, count=0)


@then("no ordinary user exists")
def no_ordinary_user_exists(subject: ScenarioGateway) -> None:
    stored.expect_no_ordinary_user(subject.database)


@then("no key exists")
def no_key_exists(subject: ScenarioGateway) -> None:
    stored.expect_no_key(subject.database)


@then("the stored admin is unchanged")
def stored_admin_is_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_same_admin(subject.database, subject.before, email=subject.email)
