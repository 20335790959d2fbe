"""Seeding again: a later config, and what it makes of what an earlier one left."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then

from contract_harness.configs.later import LaterConfig
from contract_harness.expect import access, seeded, stored
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways
from contract_harness.tables import Table, pairs


@pytest.fixture
def later() -> LaterConfig:
    """What the feature has said so far of the config of the later boot."""
    return LaterConfig()


@given("a later config with the changes:")
def later_config_changes(later: LaterConfig, docstring: str) -> None:
    later.fragment = docstring


@given("the later config no longer lists:")
def later_config_lacks(later: LaterConfig, datatable: Table) -> None:
    later.unlisted = pairs(datatable)


@given("the later environment has:")
def later_environment_has(later: LaterConfig, datatable: Table) -> None:
    later.variables = pairs(datatable)


@given("before the later boot the database has:")
def later_boot_finds(later: LaterConfig, datatable: Table) -> None:
    later.found = pairs(datatable)


@given("a gateway that booted again on the later config", target_fixture="subject")
def booted_again(subjects: ScenarioGateways, later: LaterConfig) -> ScenarioGateway:
    return subjects.booted_again(later)


@then(parsers.parse('the stored team "{key}" is the same team, now called "{name}"'))
def team_is_called(subject: ScenarioGateway, key: str, name: str) -> None:
    seeded.expect_renamed_team(subject.database, subject.before, key=key, name=name)


@then(parsers.parse('the key "{name}" is closed, or the log names it'))
def key_is_closed_or_told(subject: ScenarioGateway, name: str) -> None:
    access.expect_closed_or_told(subject.public, subject.key(name), subject.gateway.log)


@then('what the database holds of "the revoked key" is unchanged')
def stored_revocation_is_unchanged(subject: ScenarioGateway) -> None:
    stored.expect_still_revoked(subject.database, subject.key("lost"))
