"""A visitor: a browser without a session, which opens, sends and asks, and what is received."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.expect import visits
from contract_harness.expect.same_origin import answers, surfaces, wire
from contract_harness.expect.visits import Visit
from contract_harness.scenes import bare_requests, written
from contract_harness.scenes.bare_requests import Attempt
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table, by_name
from contract_harness.upstreams.payloads import PAYLOADS


@pytest.fixture
def visitor(http: HttpClient, admin_api: AdminApi, base_path: str) -> Visitor:
    """A browser, whose cookies the admin API sees too."""
    return Visitor(http, base_path=base_path, cookies=admin_api.cookies)


@pytest.fixture
def sent_headers() -> Pairs:
    """The headers a visitor sent, in the order they were sent."""
    return []


@pytest.fixture
def connection(raw: Callable[[], RawConnection]) -> RawConnection:
    """The bare connection a visitor uses."""
    return raw()


@given("the visitor sends with every request:")
def sends_with_every_request(visitor: Visitor, sent_headers: Pairs, datatable: Table) -> None:
    every = written.sent(datatable)
    visitor.every += every
    sent_headers += every


@when("a visitor opens the admin UI", target_fixture="reply")
def opens_the_ui(visitor: Visitor) -> Reply:
    return visitor.open()


@when(parsers.re(r'a visitor opens "(?P<path>[^"]*)" in the admin UI'), target_fixture="reply")
def opens(visitor: Visitor, path: str) -> Reply:
    return visitor.open(path)


@when(
    parsers.re(r'(?:a visitor|the admin) opens "(?P<path>[^"]*)" and follows where it leads'),
    target_fixture="visit",
)
def opens_and_follows(visitor: Visitor, path: str) -> Visit:
    return visitor.follow(path)


@when("a visitor sends these bytes, and a second request behind them:", target_fixture="attempt")
def sends_bytes_and_a_request(visitor: Visitor, connection: RawConnection, docstring: str) -> Attempt:
    r"""Each line ends with CRLF, and the head with an empty one; `\r`, `\0` and `\x16` are single bytes."""
    return Attempt.make(connection, visitor, written.request(docstring, visitor), has_follower=True)


@when("a visitor sends these bytes:", target_fixture="attempt")
def sends_bytes(visitor: Visitor, connection: RawConnection, docstring: str) -> Attempt:
    """Likewise; for HTTP/1.0, whose connections carry one request."""
    return Attempt.make(connection, visitor, written.request(docstring, visitor))


@when(parsers.parse('a visitor sends the admin UI a "{method}" request'), target_fixture="reply")
def sends_a_request(visitor: Visitor, method: str) -> Reply:
    return visitor.open(method=method)


@when(parsers.parse('a visitor reads the answer to a "{method}" request to its end'), target_fixture="reply")
def reads_to_the_end(visitor: Visitor, connection: RawConnection, method: str) -> RawReply:
    return bare_requests.read_to_the_end(connection, visitor, method)


@when(parsers.re(r'a visitor asks for "(?P<route>[^"]+)"'), target_fixture="reply")
def asks_for_a_route(visitor: Visitor, route: str) -> Reply:
    return surfaces.ROUTES[route].ask(visitor)


@when(parsers.re(r'a visitor asks for the base path followed by "(?P<suffix>[^"]*)"'), target_fixture="reply")
def asks_for_a_neighbour(visitor: Visitor, suffix: str) -> Reply:
    return visitor.open(suffix)


@when(parsers.re(r'a visitor sends the admin UI "(?P<body>[^"]+)"'), target_fixture="reply")
def sends_a_body(visitor: Visitor, body: str) -> Reply:
    return visitor.send(PAYLOADS[body])


@then(parsers.parse('the visitor receives "{phrase}"'))
def visitor_receives_a_status(reply: Reply | RawReply, phrase: str) -> None:
    answers.expect_status(reply, phrase)


@then("the visitor receives the headers:")
def visitor_receives_headers(reply: Reply | RawReply, datatable: Table) -> None:
    answers.expect_headers(reply, by_name(written.headers(datatable)))


@then(parsers.parse('the visitor receives the body "{body}"'))
def visitor_receives_a_body(reply: Reply, body: str) -> None:
    answers.expect_payload(reply, PAYLOADS[body])


@then("the visitor is given the admin UI's page")
def visitor_is_given_the_page(reply: Reply) -> None:
    answers.expect_answer(reply)


@then("the answer is not a page")
def answer_is_no_page(reply: Reply) -> None:
    answers.expect_no_page(reply)


@then("the request is answered")
def request_is_answered(attempt: Attempt) -> None:
    wire.expect_answered(attempt)


@then("the visitor is shown a page of the admin UI")
def page_is_shown(visit: Visit) -> None:
    visits.page_of(visit[1])


@then("the visitor is shown the sign-in page")
def sign_in_page_is_shown(visit: Visit) -> None:
    visits.expect_sign_in_page(visit)


@then("the admin is not asked to sign in")
def admin_is_let_in(visit: Visit) -> None:
    visits.expect_no_sign_in_page(visit)


@then("these surfaces answer:")
def surfaces_answer(visitor: Visitor, datatable: Table) -> None:
    surfaces.expect_answers(visitor, datatable)
