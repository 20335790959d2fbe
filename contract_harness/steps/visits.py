"""Visits: people at the pages of the gateway's own admin UI, and the sessions they bring along."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect import visits
from contract_harness.expect.visits import Visit
from contract_harness.installations.pool import Standing
from contract_harness.patience import Patience
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.loaders import NOBODY, WhoIsIt


@given("the gateway serves its own admin UI", target_fixture="gateway")
def own_admin_ui(console: Standing) -> Gateway:
    return console.gateway


@given("the admin has signed in at the API")
def admin_has_signed_in(admin_api: AdminApi, credentials: Credentials) -> None:
    visits.expect_let_in(admin_api, credentials)


@given("the admin has signed out at the API with the cookie kept")
def admin_has_signed_out(admin_api: AdminApi) -> None:
    visits.sign_out_keeping_the_cookie(admin_api)


@given("the admin UI asks the gateway who the visitor is, at the origin it was told")
def ui_has_a_loader(admin_ui: SimulatedAdminUi, evidence: Evidence, patience: Patience) -> None:
    admin_ui.answer_with(WhoIsIt(evidence, patience))


@when(
    parsers.re(r'(?:a visitor|the admin) opens "(?P<path>[^"]*)" and follows where it leads'),
    target_fixture="visit",
)
def opens_and_follows(visitor: Visitor, path: str) -> Visit:
    return visitor.follow(path)


@when("the admin signs in at the API", target_fixture="reply")
def admin_signs_in(admin_api: AdminApi, credentials: Credentials) -> Reply:
    return admin_api.sign_in(credentials.admin_email, credentials.admin_password)


@when("the admin signs in on the sign-in page")
def admin_signs_in_on_the_page(visitor: Visitor, credentials: Credentials) -> None:
    visits.sign_in_on_the_page(visitor, credentials.admin_email, credentials.admin_password)


@when("the admin signs in on the sign-in page with a wrong password")
def admin_fails_on_the_page(visitor: Visitor, credentials: Credentials) -> None:
    visits.sign_in_on_the_page(visitor, credentials.admin_email, f"not-{credentials.admin_password}")


@when(parsers.parse("{asker} asks for a sign-out with the admin's cookie"), target_fixture="reply")
def somebody_asks_for_a_sign_out(admin_api: AdminApi, asker: str) -> Reply:
    return visits.sign_out_asked_for_by(asker, admin_api)


@then("the admin API knows the admin")
def api_knows_the_admin(admin_api: AdminApi, credentials: Credentials) -> None:
    visits.expect_signed_in(admin_api, credentials.admin_email)


@then("the admin API knows nobody")
def api_knows_nobody(admin_api: AdminApi) -> None:
    visits.expect_signed_in(admin_api, None)


@then("the visitor is shown the sign-in page")
def sign_in_page_is_shown(visit: Visit) -> None:
    visits.expect_sign_in_page(visit)


@then("the visitor is shown a page of the admin UI")
def page_is_shown(visit: Visit) -> None:
    visits.page_of(visit[1])


@then("the admin is not asked to sign in")
def admin_is_let_in(visit: Visit) -> None:
    visits.expect_no_sign_in_page(visit)


@then("the visitor is redirected to the sign-in page on this origin")
def visitor_is_sent_to_sign_in(visitor: Visitor, reply: Reply) -> None:
    visits.expect_sent_to_sign_in(visitor, reply)


@then("the page lists the keys that the API lists")
def page_lists_the_keys(visit: Visit, admin_api: AdminApi) -> None:
    visits.expect_lists_keys(visit, admin_api)


@then("the page names the admin")
def page_names_the_admin(reply: Reply, credentials: Credentials) -> None:
    visits.expect_says(reply, credentials.admin_email)


@then("the page names nobody")
def page_names_nobody(reply: Reply) -> None:
    visits.expect_says(reply, NOBODY)


@then("the session cookie is for every path of this host, and hidden from scripts")
def cookie_covers_the_origin(reply: Reply) -> None:
    visits.expect_cookie_of_the_origin(reply.headers_named("set-cookie"))
