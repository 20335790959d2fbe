"""An admin: signs in, changes the password, lists what there is, and is told what a session says."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import sessions
from contract_harness.expect.replies import expect_ok
from contract_harness.scenes import listing
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs


@when(parsers.parse('the admin signs in with the "{which}" password'), target_fixture="reply")
def admin_signs_in(subject: ScenarioGateway, which: str) -> Reply:
    return subject.browser.sign_in(subject.email, subject.password(which))


@when(parsers.parse('"{email}" signs in with the "{which}" password'), target_fixture="reply")
def person_signs_in(subject: ScenarioGateway, email: str, which: str) -> Reply:
    return subject.browser.sign_in(subject.filled([[email]])[0][0], subject.password(which))


@when(parsers.parse('the admin changes the password from "{current}" to "{new}"'), target_fixture="reply")
def admin_changes_the_password(subject: ScenarioGateway, current: str, new: str) -> Reply:
    reply = subject.browser.change_password(subject.password(current), subject.password(new))
    expect_ok(reply, promised="the password is changed")
    return reply


@when(parsers.parse('the admin lists "{noun}"'), target_fixture="reply")
def admin_lists(subject: ScenarioGateway, noun: str) -> Reply:
    return listing.as_admin(subject, noun)


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


@then(parsers.parse('the admin may sign in with the "{which}" password'))
def admin_may_sign_in(subject: ScenarioGateway, which: str) -> None:
    sessions.expect_let_in(subject.new_browser().sign_in(subject.email, subject.password(which)))


@then(parsers.parse('the admin may not sign in with the "{which}" password'))
def admin_may_not_sign_in(subject: ScenarioGateway, which: str) -> None:
    reply = subject.stranger().sign_in(subject.email, subject.password(which))
    sessions.expect_turned_away(reply, is_blank=not subject.password(which))


@then("the session says:")
def session_says(subject: ScenarioGateway, datatable: Table) -> None:
    sessions.expect_says(subject.browser.session(), pairs(datatable))


@then(parsers.parse('the admin may list "{noun}"'))
def admin_may_list(subject: ScenarioGateway, noun: str) -> None:
    expect_ok(listing.as_admin(subject, noun), promised=f"the admin may list {noun}")


@then(parsers.parse('the admin\'s "{which}" session "{fate}"'))
def session_of_the_admin(subject: ScenarioGateway, which: str, fate: str) -> None:
    browser = {"other": subject.elsewhere, "earlier": subject.earlier}[which]
    {"goes on": sessions.expect_live, "has ended": sessions.expect_no_session}[fate](browser)
