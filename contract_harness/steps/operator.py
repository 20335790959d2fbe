"""An operator: sets a gateway up, starts it, runs its commands, and reads what they say."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.configs.secrets import KnownSecrets
from contract_harness.expect import starts
from contract_harness.installations.installation import Gateway, Installation, Outcome
from contract_harness.installations.pool import Installations
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import Keepsakes, ScenarioGateways
from contract_harness.tables import Table, pairs
from contract_harness.targets.credentials import Credentials


@pytest.fixture(scope="session")
def keepsakes() -> Keepsakes:
    """What is remembered of standing gateways."""
    return Keepsakes()


@pytest.fixture
def subjects(
    installations: Installations, credentials: Credentials, keepsakes: Keepsakes
) -> ScenarioGateways:
    """Makes gateways for one scenario to be about."""
    return ScenarioGateways(installations, credentials, keepsakes)


@pytest.fixture
def subject(installation: Installation, credentials: Credentials) -> ScenarioGateway:
    """What the scenario is about: an install of its own, unless a step put another in its place."""
    return ScenarioGateway(lambda: installation, KnownSecrets.of(credentials))


@given(parsers.parse("a fresh install in the {shape} shape"), target_fixture="subject")
def fresh_install(subjects: ScenarioGateways, shape: str) -> ScenarioGateway:
    return subjects.fresh(shape)


@given(parsers.parse("a gateway booted in the {shape} shape"), target_fixture="subject")
def booted_gateway(subjects: ScenarioGateways, shape: str) -> ScenarioGateway:
    return subjects.standing(shape)


@given("a gateway that has booted once", target_fixture="subject")
def has_booted_once(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.booted_once()


@given("the config has:")
def config_has(subject: ScenarioGateway, docstring: str) -> None:
    subject.patch_config(docstring)


@given("the environment has:")
@when("the environment has:")
def environment_has(subject: ScenarioGateway, datatable: Table) -> None:
    subject.set_environment(dict(pairs(datatable)))


@given("the gateway is started", target_fixture="gateway")
@when("the gateway is started", target_fixture="gateway")
def gateway_is_started(subject: ScenarioGateway) -> Gateway:
    subject.start()
    return subject.gateway


@when("the gateway is started with:", target_fixture="gateway")
def gateway_is_started_with(subject: ScenarioGateway, datatable: Table) -> Gateway:
    subject.start_set(pairs(datatable))
    return subject.gateway


@when("the operator tries to start the gateway", target_fixture="outcome")
def tries_to_start(subject: ScenarioGateway) -> Outcome:
    return subject.try_to_start()


@when("the operator tries to start the gateway with:", target_fixture="outcome")
def tries_to_start_with(subject: ScenarioGateway, datatable: Table) -> Outcome:
    return subject.try_to_start(pairs(datatable))


@when(parsers.parse('the operator runs "{command}"'), target_fixture="outcome")
def operator_runs(subject: ScenarioGateway, command: str) -> Outcome:
    return subject.run_as_typed(command)


@when("the gateway is stopped")
def gateway_is_stopped(subject: ScenarioGateway) -> None:
    subject.gateway.stop()


@then("the command succeeds")
def command_succeeds(outcome: Outcome) -> None:
    starts.expect_success(outcome)


@then("the command fails")
def command_fails(outcome: Outcome) -> None:
    starts.expect_refused(outcome)


@then('the command exits with "usage error"')
def command_exits_with_a_usage_error(outcome: Outcome) -> None:
    starts.expect_usage_error(outcome)


@then(parsers.parse('the output names "{name}"'))
def output_names(subject: ScenarioGateway, outcome: Outcome, name: str) -> None:
    starts.expect_said(outcome, subject.filled([[name]])[0][0])
