"""An admin: signs in, and is told what a session says."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import sessions
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse('the admin signs in with the "{which}" password'), target_fixture="reply")
def admin_signs_in(subject: ScenarioGateway, which: str) -> Reply:
    return subject.browser.sign_in(subject.email, subject.password(which))


@then("the sign-in is accepted")
def sign_in_is_accepted(reply: Reply) -> None:
    sessions.expect_let_in(reply)


@then("the sign-in is refused")
def sign_in_is_refused(reply: Reply) -> None:
    sessions.expect_turned_away(reply)


@then("a password change is required")
def change_is_required(reply: Reply) -> None:
    sessions.expect_rotation(reply, pending=True)


@then("no password change is required")
def no_change_is_required(reply: Reply) -> None:
    sessions.expect_rotation(reply, pending=False)
