"""Sessions: signing in, rotating the password, and what a session says."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect import access, people, sessions
from contract_harness.expect.replies import expect_ok, expect_refusal
from contract_harness.scenes.scenario_gateway import Deployment


@when(parsers.parse("the admin signs in with the {which} password"), target_fixture="reply")
def admin_signs_in(deployment: Deployment, which: str) -> Reply:
    return deployment.browser.sign_in(deployment.email, deployment.password(which))


@when(parsers.parse('"{email}" signs in with the {which} password'), target_fixture="reply")
def somebody_signs_in(deployment: Deployment, email: str, which: str) -> Reply:
    return deployment.browser.sign_in(email, deployment.password(which))


@when("the admin rotates to the new password", target_fixture="reply")
def admin_rotates(deployment: Deployment) -> Reply:
    reply = deployment.browser.change_password(deployment.password("configured"), deployment.password("new"))
    expect_ok(reply, promised="the password is changed")
    return reply


@when("the admin rotates with the wrong current password", target_fixture="reply")
def admin_rotates_wrongly(deployment: Deployment) -> Reply:
    return deployment.attempt_rotation(deployment.password("wrong"), deployment.password("new"))


@when("the admin lists models with the session alone", target_fixture="reply")
def lists_models_with_the_session(deployment: Deployment) -> Reply:
    return deployment.browser.send("GET", "/v1/models")


@then("the admin is let in")
def is_let_in(reply: Reply) -> None:
    sessions.expect_let_in(reply)


@then("the sign-in is refused")
def sign_in_is_refused(reply: Reply) -> None:
    sessions.expect_turned_away(reply)


@then("the rotation is refused")
def rotation_is_refused(reply: Reply) -> None:
    expect_refusal(reply, code="invalid_credentials")


@then("rotation is asked for")
def rotation_is_asked_for(reply: Reply) -> None:
    sessions.expect_rotation(reply, pending=True)


@then("no rotation is asked for")
def no_rotation_is_asked_for(reply: Reply) -> None:
    sessions.expect_rotation(reply, pending=False)


@then("the session asks for rotation")
def session_asks_for_rotation(deployment: Deployment) -> None:
    sessions.expect_rotation(deployment.browser.session(), pending=True)


@then("the session asks for no rotation")
def session_asks_for_no_rotation(deployment: Deployment) -> None:
    sessions.expect_rotation(deployment.browser.session(), pending=False)


@then(parsers.parse('the session belongs to the platform admin "{email}"'))
def session_belongs_to(deployment: Deployment, email: str) -> None:
    sessions.expect_platform_admin(deployment.browser.session(), email=email)


@then("the session elsewhere has ended")
def session_elsewhere_has_ended(deployment: Deployment) -> None:
    sessions.expect_no_session(deployment.elsewhere)


@then(parsers.parse("the admin can sign in with the {which} password"))
def can_sign_in(deployment: Deployment, which: str) -> None:
    sessions.expect_let_in(deployment.new_browser().sign_in(deployment.email, deployment.password(which)))


@then(parsers.parse("the admin cannot sign in with the {which} password"))
def cannot_sign_in(deployment: Deployment, which: str) -> None:
    sessions.expect_turned_away(deployment.stranger().sign_in(deployment.email, deployment.password(which)))


@then("each of them lets the admin in")
def each_lets_in(deployment: Deployment) -> None:
    for browser in deployment.browsers_of_replicas():
        sessions.expect_let_in(browser.sign_in(deployment.email, deployment.password("configured")))


@then("the admin can list keys")
def can_list_keys(deployment: Deployment) -> None:
    expect_ok(deployment.browser.list_api_keys(), promised="the admin may list keys")


@then("the admin can list users")
def can_list_users(deployment: Deployment) -> None:
    expect_ok(deployment.browser.list_users(), promised="the admin may list users")


@then(parsers.parse('the admin is refused the keys as "{code}"'))
def refused_the_keys(deployment: Deployment, code: str) -> None:
    expect_refusal(deployment.browser.list_api_keys(), code=code)


@then(parsers.parse('the admin is refused the users as "{code}"'))
def refused_the_users(deployment: Deployment, code: str) -> None:
    expect_refusal(deployment.browser.list_users(), code=code)


@then("the user list does not show the admin")
def users_without_the_admin(deployment: Deployment) -> None:
    people.expect_unlisted(deployment.browser.list_users(), deployment.email)


@then("the key owners do not include the admin")
def owners_without_the_admin(deployment: Deployment) -> None:
    people.expect_unlisted(deployment.browser.list_api_keys(), deployment.email)


@then(parsers.parse('the configured key is listed as live and owned by "{team}"'))
def key_is_listed(deployment: Deployment, team: str) -> None:
    access.expect_listed_key(deployment.browser.list_api_keys(), deployment.key("configured"), owner=team)


@then("the list does not show the secret of the key")
def list_hides_the_secret(deployment: Deployment) -> None:
    secret = deployment.key("configured").partition(".")[2]
    access.expect_unsaid(deployment.browser.list_api_keys(), secret, what="the secret of the key")


@then(parsers.parse('the models offered include "{first}", "{second}" and "{third}"'))
def models_offered(deployment: Deployment, first: str, second: str, third: str) -> None:
    access.expect_offered_models(deployment.browser.list_api_keys(), [first, second, third])


@then("the teams that may own a key are")
def teams_are(deployment: Deployment, datatable: list[list[str]]) -> None:
    people.expect_teams(deployment.browser.list_api_keys(), people.table(datatable))


@then("the users are")
def users_are(deployment: Deployment, datatable: list[list[str]]) -> None:
    people.expect_users(deployment.browser.list_users(), people.table(datatable))
