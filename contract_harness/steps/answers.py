"""Answers: what the admin UI answers, and what of it a visitor receives."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.expect import answers, forwarding, streams, visits
from contract_harness.patience import Patience
from contract_harness.scenes import concurrency
from contract_harness.scenes.malformed import answer_hiding
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table, column, pairs
from contract_harness.upstreams.admin_ui import PAGE, SimulatedAdminUi
from contract_harness.upstreams.behaviours import ENDLESS_PAGE, BegunPage
from contract_harness.upstreams.http_server import Answer
from contract_harness.upstreams.loaders import greeting
from contract_harness.upstreams.payloads import PAYLOADS, TEXT, Payload
from contract_harness.upstreams.provider import SimulatedProvider

_BODY = "|".join(re.escape(name) for name in PAYLOADS)
_COOKIE = "hop=1; Path=/"


@pytest.fixture
def answered_headers() -> Pairs:
    """The headers the admin UI answers with."""
    return []


@given(parsers.parse('the admin UI answers "{phrase}"'))
def ui_answers_a_status(admin_ui: SimulatedAdminUi, phrase: str) -> None:
    admin_ui.answer(Answer(status=answers.status_called(phrase), body=b"so be it"))


@given('the admin UI answers "Not Found" in plain text')
def ui_reports_a_miss(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer(Answer(status=404, headers=(TEXT,), body=b"no such file"))


@given("the admin UI answers with the headers:")
def ui_answers_with_headers(admin_ui: SimulatedAdminUi, answered_headers: Pairs, datatable: Table) -> None:
    answered_headers += pairs(datatable)
    admin_ui.answer(Answer(headers=tuple(answered_headers), body=PAGE))


@given(parsers.re(f"the admin UI answers with (?P<body>{_BODY})"))
def ui_answers_with_a_body(admin_ui: SimulatedAdminUi, payloads: list[Payload], body: str) -> None:
    payloads.append(PAYLOADS[body])
    admin_ui.answer(PAYLOADS[body].answer())


@given(parsers.parse('the admin UI answers with {how} before "{hidden}" in a header'))
def ui_hides_a_header(admin_ui: SimulatedAdminUi, how: str, hidden: str) -> None:
    admin_ui.answer(Answer(raw=answer_hiding(how, hidden)))


@given("the admin UI greets each visitor by cookie")
def ui_greets(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer_with(greeting)


@given(parsers.parse('the admin UI redirects "{phrase}" to "{location}" and sets a cookie'))
def ui_redirects(admin_ui: SimulatedAdminUi, phrase: str, location: str) -> None:
    headers = (("Location", location), ("Set-Cookie", _COOKIE))
    admin_ui.answer(Answer(status=answers.status_called(phrase), headers=headers))


@given("the admin UI redirects to another server")
def ui_redirects_elsewhere(admin_ui: SimulatedAdminUi, provider: SimulatedProvider) -> None:
    headers = (("Location", f"{provider.base_url}/admin/login"),)
    admin_ui.answer(Answer(status=302, headers=headers))


@given(parsers.parse("the admin UI begins {page} and holds the rest back"), target_fixture="begun")
def ui_begins_a_page(admin_ui: SimulatedAdminUi, page: str) -> BegunPage:
    begun = BegunPage.called(page)
    admin_ui.answer(begun.answer)
    return begun


@given("the admin UI streams a page without end")
def ui_streams_without_end(admin_ui: SimulatedAdminUi) -> None:
    admin_ui.answer(ENDLESS_PAGE)


@when(
    parsers.parse("{count:d} visitors with different cookies open the same page in turn"),
    target_fixture="replies",
)
def visitors_in_turn(visitor: Visitor, count: int) -> dict[str, Reply]:
    return concurrency.of_several(visitor, count, at_once=False)


@when(
    parsers.parse("{count:d} visitors with different cookies open the same page together"),
    target_fixture="replies",
)
def visitors_together(visitor: Visitor, count: int) -> dict[str, Reply]:
    return concurrency.of_several(visitor, count, at_once=True)


@when("a visitor asks for the head of a page on a connection of its own", target_fixture="connection")
def asks_for_a_head(visitor: Visitor, raw: Callable[[], RawConnection]) -> RawConnection:
    connection = raw()
    connection.send(visitor.head(method="HEAD"))
    return connection


@when("a visitor opens the admin UI and reads what has come", target_fixture="connection")
def reads_what_has_come(visitor: Visitor, raw: Callable[[], RawConnection]) -> RawConnection:
    connection = raw()
    connection.send(visitor.head())
    return connection


@when("a visitor opens the admin UI and leaves")
def opens_and_leaves(visitor: Visitor, raw: Callable[[], RawConnection]) -> None:
    streams.leave_after_the_first_bytes(raw(), visitor.head())


@then("the visitor is given the answer")
def visitor_is_given_the_answer(reply: Reply) -> None:
    answers.expect_answer(reply)


@then(parsers.parse('the visitor receives "{phrase}"'))
def visitor_receives_a_status(reply: Reply, phrase: str) -> None:
    answers.expect_status(reply, phrase)


@then("the visitor receives that body")
def visitor_receives_that_body(reply: Reply, payloads: list[Payload]) -> None:
    answers.expect_payload(reply, payloads[-1])


@then("the visitor receives the headers:")
def visitor_receives_headers(reply: Reply, datatable: Table) -> None:
    answers.expect_headers(reply, pairs(datatable))


@then("the visitor does not receive the admin UI's:")
def visitor_does_not_receive(reply: Reply, answered_headers: Pairs, datatable: Table) -> None:
    answers.expect_without(reply, column(datatable), answered_headers)


@then("the visitor receives exactly these cookies:")
def visitor_receives_cookies(reply: Reply, datatable: Table) -> None:
    answers.expect_cookies(reply, column(datatable))


@then("the visitor receives no cookie")
def visitor_receives_no_cookie(reply: Reply) -> None:
    answers.expect_cookies(reply, ())


@then("the head of the page comes with the headers:")
def head_comes_with_headers(connection: RawConnection, datatable: Table) -> None:
    streams.expect_head(connection, pairs(datatable))


@then("no body comes behind it")
def no_body_comes_behind(visitor: Visitor, connection: RawConnection) -> None:
    streams.expect_clean(connection, visitor.head())


@then(parsers.parse('the visitor is redirected "{phrase}" to "{location}" with the cookie'))
def visitor_is_redirected(reply: Reply, phrase: str, location: str) -> None:
    answers.expect_redirect(reply, phrase=phrase, location=location, cookie=_COOKIE)


@then("the other server is not asked")
def other_server_is_not_asked(provider: SimulatedProvider) -> None:
    forwarding.expect_asked(provider, times=0)


@then("each visitor is greeted by name")
def each_is_greeted(replies: dict[str, Reply]) -> None:
    visits.expect_greeted(replies)


@then("the visitor has the first bytes before the rest is made")
def first_bytes_are_there(connection: RawConnection, begun: BegunPage, patience: Patience) -> None:
    streams.expect_first_bytes(connection, begun, within_s=patience.arrival_s)


@then("the visitor has the whole answer once the rest is made")
def whole_answer_is_there(connection: RawConnection, begun: BegunPage) -> None:
    begun.hold.release()
    streams.expect_whole(connection, begun)


@then("the admin UI's connection is closed")
def ui_is_let_go(admin_ui: SimulatedAdminUi, patience: Patience) -> None:
    streams.expect_hung_up(admin_ui, within_s=patience.arrival_s)
