"""First sign-in: the password change, and what becomes of an admin's other session."""

from __future__ import annotations

from pytest_bdd import given, parsers, when

from contract_harness.clients.http import Reply
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.scenario_gateways import ScenarioGateways


@given("a gateway whose admin has changed the password", target_fixture="subject")
def password_is_changed(subjects: ScenarioGateways) -> ScenarioGateway:
    return subjects.whose_admin_changed_the_password()


@when(
    parsers.parse('the admin tries to change the password from "{current}" to "{new}"'),
    target_fixture="reply",
)
def admin_tries_to_change(subject: ScenarioGateway, current: str, new: str) -> Reply:
    return subject.attempt_password_change(subject.password(current), subject.password(new))
