"""The admin UI behind the gateway: what it answers, and what reaches it."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.configs.patch import fill
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import arrivals
from contract_harness.expect.same_origin import base_path as mounts
from contract_harness.expect.same_origin import failures, request_headers
from contract_harness.expect.same_origin.answers import status_called
from contract_harness.installations.pool import Installations, Standing
from contract_harness.patience import Patience
from contract_harness.scenes import written
from contract_harness.scenes.ui_limits import TimeLimits
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table, by_name, column
from contract_harness.upstreams import behaviours
from contract_harness.upstreams.admin_ui import WORDS, SimulatedAdminUi
from contract_harness.upstreams.http_server import Answer
from contract_harness.upstreams.provider import SimulatedProvider


@given("a gateway that gives its admin UI:", target_fixture="gateway")
def gateway_has_limits(installations: Installations, datatable: Table) -> Gateway:
    limits = TimeLimits.of(datatable)
    return installations.standing(limits.name, limits.configure).gateway


@pytest.fixture
def answered_headers() -> Pairs:
    """The headers the admin UI answers with."""
    return []


@given("the gateway serves its own admin UI", target_fixture="gateway")
def own_admin_ui(console: Standing) -> Gateway:
    return console.gateway


@given(parsers.parse('the admin UI is "{state}"'))
@when(parsers.parse('the admin UI is "{state}"'))
def ui_is(admin_ui: SimulatedAdminUi, state: str) -> None:
    behaviours.STATES[state](admin_ui)


@given(parsers.parse('the admin UI answers "{phrase}" with the headers:'))
def ui_answers_with_headers(
    admin_ui: SimulatedAdminUi,
    provider: SimulatedProvider,
    answered_headers: Pairs,
    phrase: str,
    datatable: Table,
) -> None:
    url = provider.base_url
    another = {"another server": url, "another server's host": url.removeprefix("http://")}
    answered_headers += written.headers(datatable, {**written.FILLINGS, **another})
    admin_ui.answer(Answer(status=status_called(phrase), headers=tuple(answered_headers), body=WORDS))


@given(parsers.parse('the admin UI answers "{phrase}"'))
@when(parsers.parse('the admin UI answers "{phrase}"'))
def ui_answers_a_status(admin_ui: SimulatedAdminUi, phrase: str) -> None:
    admin_ui.answer(Answer(status=status_called(phrase), body=WORDS))


@given(parsers.parse('the admin UI answers with "{what}"'))
def ui_answers_with(admin_ui: SimulatedAdminUi, what: str) -> None:
    admin_ui.answer(behaviours.answer_called(what))


@given(parsers.re(r'the admin UI is served below "(?P<mount>[^"]*)"'))
@then(parsers.re(r'the admin UI is served below "(?P<mount>[^"]*)"'))
def ui_is_served_below(visitor: Visitor, admin_ui: SimulatedAdminUi, mount: str) -> None:
    there = fill(mount, {"base path": visitor.base_path})
    mounts.expect_served_below(visitor.mounted_at(there), admin_ui)


@then(parsers.re(r'the admin UI is asked for "(?P<target>[^"]*)"'))
def ui_is_asked_for(admin_ui: SimulatedAdminUi, base_path: str, target: str) -> None:
    arrivals.expect_target(admin_ui, base_path + target)


@then("the admin UI is not asked")
def ui_is_not_asked(admin_ui: SimulatedAdminUi) -> None:
    arrivals.expect_asked(admin_ui, times=0)


@then("the admin UI is asked once")
def ui_is_asked_once(admin_ui: SimulatedAdminUi) -> None:
    arrivals.expect_asked(admin_ui, times=1)


@then("the admin UI is reported unavailable")
def ui_is_reported_unavailable(reply: Reply) -> None:
    failures.expect_unavailable(reply)


@then("the admin UI receives the headers:")
def ui_receives_headers(admin_ui: SimulatedAdminUi, datatable: Table) -> None:
    named = {**written.FILLINGS, "the admin UI's own host": admin_ui.base_url.removeprefix("http://")}
    arrivals.expect_headers(admin_ui, by_name(written.headers(datatable, named)))


@then("the admin UI does not receive the visitor's:")
def ui_does_not_receive(admin_ui: SimulatedAdminUi, sent_headers: Pairs, datatable: Table) -> None:
    arrivals.expect_not_received(admin_ui, column(datatable), sent_headers)


@then(parsers.parse('the admin UI is told the origin "{origin}"'))
def ui_is_told_its_origin(admin_ui: SimulatedAdminUi, origin: str) -> None:
    request_headers.expect_told_origin(admin_ui, origin)


@then("the admin UI receives no whole request")
def ui_receives_no_whole_request(admin_ui: SimulatedAdminUi, patience: Patience) -> None:
    arrivals.expect_no_whole_request(admin_ui, within_s=patience.close_s)
