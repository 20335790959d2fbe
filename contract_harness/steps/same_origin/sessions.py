"""Sessions: one for every surface, and nobody else's."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect import visits
from contract_harness.expect.same_origin import sessions
from contract_harness.expect.visits import Visit
from contract_harness.installations.installation import Gateway
from contract_harness.installations.pool import Standing
from contract_harness.patience import Patience
from contract_harness.scenes import written
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Table, pairs
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.loaders import WhoIsIt


@given("the admin UI asks the gateway, at the origin in X-Forwarded-Origin, who the visitor is")
def ui_has_a_loader(admin_ui: SimulatedAdminUi, evidence: Evidence, patience: Patience) -> None:
    admin_ui.answer_with(WhoIsIt(evidence, patience))


@given("the admin signs in at the API", target_fixture="reply")
@when("the admin signs in at the API", target_fixture="reply")
def admin_signs_in(admin_api: AdminApi, credentials: Credentials) -> Reply:
    return sessions.sign_in(admin_api, credentials)


@when("the admin signs in at the API with the headers:", target_fixture="reply")
def admin_signs_in_with_headers(admin_api: AdminApi, credentials: Credentials, datatable: Table) -> Reply:
    return sessions.sign_in(admin_api, credentials, written.headers(datatable))


@given("the visitor's browser holds the cookies:")
def browser_holds_cookies(visitor: Visitor, datatable: Table) -> None:
    visitor.cookies.update(pairs(datatable))


@given(parsers.parse('a page of "{page}" asks for "{what}" with the admin\'s cookie'))
@when(parsers.parse('a page of "{page}" asks for "{what}" with the admin\'s cookie'), target_fixture="reply")
def page_asks_for_a_change(admin_api: AdminApi, page: str, what: str) -> Reply:
    return sessions.asked_for_by(page, what, admin_api)


@when("the admin UI's server asks for a sign-out with the admin's cookie")
def server_asks_for_a_sign_out(admin_api: AdminApi) -> None:
    sessions.asked_for_by(sessions.NO_PAGE, "a sign-out", admin_api)


@when(parsers.parse('the admin changes the password to the "{which}" one on the change-password page'))
def admin_changes_the_password(
    console: Standing, visitor: Visitor, credentials: Credentials, which: str
) -> None:
    known = KnownSecrets.of(credentials)
    console.installation.evidence.hide("PASSWORD", known.passwords[which])
    console.spoil()
    visits.change_password_on_the_page(visitor, known.passwords["configured"], known.passwords[which])


@then(parsers.re(r'the "(?P<which>[^"]*)" password (?P<does>opens|does not open) the admin API'))
def password_opens(gateway: Gateway, credentials: Credentials, which: str, does: str) -> None:
    password = KnownSecrets.of(credentials).passwords[which]
    sessions.expect_opens(gateway.admin(), credentials, password, opens=does == "opens")


@given(parsers.parse('the admin signs in on the sign-in page with the "{which}" password'))
@when(parsers.parse('the admin signs in on the sign-in page with the "{which}" password'))
def admin_signs_in_on_the_page(visitor: Visitor, credentials: Credentials, which: str) -> None:
    known = KnownSecrets.of(credentials)
    visits.sign_in_on_the_page(visitor, known.email, known.passwords[which])


@then("the session cookie has:")
def session_cookie_has(reply: Reply, gateway: Gateway, credentials: Credentials, datatable: Table) -> None:
    sessions.expect_session_cookie(
        reply, pairs(datatable), plain=lambda: sessions.sign_in(gateway.admin(), credentials)
    )


@then(parsers.parse('the admin API knows "{who}"'))
def api_knows(admin_api: AdminApi, credentials: Credentials, who: str) -> None:
    sessions.expect_signed_in(admin_api, sessions.called(who, credentials))


@then(parsers.parse('the page names "{who}"'))
def page_names(visit: Visit, credentials: Credentials, who: str) -> None:
    visits.expect_says(visit[1], sessions.called(who, credentials))


@then("the page lists the keys that the API lists")
def page_lists_the_keys(visit: Visit, admin_api: AdminApi) -> None:
    sessions.expect_lists_keys(visit, admin_api)
