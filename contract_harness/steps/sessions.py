"""Sessions: signing in, rotating the password, and what a session says."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access, people, sessions
from contract_harness.expect.replies import expect_ok, expect_refusal
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when(parsers.parse('"{email}" signs in with the {which} password'), target_fixture="reply")
def somebody_signs_in(subject: ScenarioGateway, email: str, which: str) -> Reply:
    return subject.browser.sign_in(email, subject.password(which))


@when("the admin rotates to the new password", target_fixture="reply")
def admin_rotates(subject: ScenarioGateway) -> Reply:
    reply = subject.browser.change_password(subject.password("configured"), subject.password("new"))
    expect_ok(reply, promised="the password is changed")
    return reply


@when("the admin rotates with the wrong current password", target_fixture="reply")
def admin_rotates_wrongly(subject: ScenarioGateway) -> Reply:
    return subject.attempt_rotation(subject.password("wrong"), subject.password("new"))


@when("the admin lists models with the session alone", target_fixture="reply")
def lists_models_with_the_session(subject: ScenarioGateway) -> Reply:
    return subject.browser.send("GET", "/v1/models")


@then("the rotation is refused")
def rotation_is_refused(reply: Reply) -> None:
    expect_refusal(reply, code="invalid_credentials")


@then("the session asks for rotation")
def session_asks_for_rotation(subject: ScenarioGateway) -> None:
    sessions.expect_rotation(subject.browser.session(), pending=True)


@then("the session asks for no rotation")
def session_asks_for_no_rotation(subject: ScenarioGateway) -> None:
    sessions.expect_rotation(subject.browser.session(), pending=False)


@then(parsers.parse('the session belongs to the platform admin "{email}"'))
def session_belongs_to(subject: ScenarioGateway, email: str) -> None:
    sessions.expect_platform_admin(subject.browser.session(), email=email)


@then("the session elsewhere has ended")
def session_elsewhere_has_ended(subject: ScenarioGateway) -> None:
    sessions.expect_no_session(subject.elsewhere)


@then(parsers.parse("the admin can sign in with the {which} password"))
def can_sign_in(subject: ScenarioGateway, which: str) -> None:
    sessions.expect_let_in(subject.new_browser().sign_in(subject.email, subject.password(which)))


@then(parsers.parse("the admin cannot sign in with the {which} password"))
def cannot_sign_in(subject: ScenarioGateway, which: str) -> None:
    sessions.expect_turned_away(subject.stranger().sign_in(subject.email, subject.password(which)))


@then("each of them lets the admin in")
def each_lets_in(subject: ScenarioGateway) -> None:
    for browser in subject.browsers_of_replicas():
        sessions.expect_let_in(browser.sign_in(subject.email, subject.password("configured")))


@then("the admin can list keys")
def can_list_keys(subject: ScenarioGateway) -> None:
    expect_ok(subject.browser.list_api_keys(), promised="the admin may list keys")


@then("the admin can list users")
def can_list_users(subject: ScenarioGateway) -> None:
    expect_ok(subject.browser.list_users(), promised="the admin may list users")


@then(parsers.parse('the admin is refused the keys as "{code}"'))
def refused_the_keys(subject: ScenarioGateway, code: str) -> None:
    expect_refusal(subject.browser.list_api_keys(), code=code)


@then(parsers.parse('the admin is refused the users as "{code}"'))
def refused_the_users(subject: ScenarioGateway, code: str) -> None:
    expect_refusal(subject.browser.list_users(), code=code)


@then("the user list does not show the admin")
def users_without_the_admin(subject: ScenarioGateway) -> None:
    people.expect_unlisted(subject.browser.list_users(), subject.email)


@then("the key owners do not include the admin")
def owners_without_the_admin(subject: ScenarioGateway) -> None:
    people.expect_unlisted(subject.browser.list_api_keys(), subject.email)


@then(parsers.parse('the configured key is listed as live and owned by "{team}"'))
def key_is_listed(subject: ScenarioGateway, team: str) -> None:
    access.expect_listed_key(subject.browser.list_api_keys(), subject.key("configured"), owner=team)


@then("the list does not show the secret of the key")
def list_hides_the_secret(subject: ScenarioGateway) -> None:
    secret = subject.key("configured").partition(".")[2]
    access.expect_unsaid(subject.browser.list_api_keys(), secret, what="the secret of the key")


@then(parsers.parse('the models offered include "{first}", "{second}" and "{third}"'))
def models_offered(subject: ScenarioGateway, first: str, second: str, third: str) -> None:
    access.expect_offered_models(subject.browser.list_api_keys(), [first, second, third])


@then("the teams that may own a key are")
def teams_are(subject: ScenarioGateway, datatable: list[list[str]]) -> None:
    people.expect_teams(subject.browser.list_api_keys(), people.table(datatable))


@then("the users are")
def users_are(subject: ScenarioGateway, datatable: list[list[str]]) -> None:
    people.expect_users(subject.browser.list_users(), people.table(datatable))
