"""Surfaces: who answers at the origin, and under which request id."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw import RawConnection
from contract_harness.expect import forwarding, request_ids, surfaces
from contract_harness.installations.pool import Standing
from contract_harness.patience import Patience
from contract_harness.scenes import concurrency
from contract_harness.scenes.malformed import UNFIT_IDS
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Table, column
from contract_harness.upstreams.admin_ui import SimulatedAdminUi

_ROUTE = "|".join(surfaces.ROUTES)


@pytest.fixture
def public_host() -> str | None:
    """What the address bar says; None for the address the gateway listens at."""
    return None


@pytest.fixture
def visitor(http: HttpClient, admin_api: AdminApi, base_path: str, public_host: str | None) -> Visitor:
    """Somebody with a browser, whose cookies the admin API sees too."""
    return Visitor(http, base_path=base_path, host=public_host, cookies=admin_api.cookies)


@given(parsers.parse("{count:d} visitors wait for a page"))
def visitors_wait(
    visitor: Visitor,
    raw: Callable[[], RawConnection],
    admin_ui: SimulatedAdminUi,
    standing: Standing,
    count: int,
) -> None:
    if not concurrency.keep_waiting(visitor, admin_ui, [raw() for _ in range(count)]):
        # Requests that still wait in the gateway would reach the admin UI in the next scenario.
        standing.spoil()


@when(parsers.parse("a visitor asks the {surface}"), target_fixture="reply")
def asks_a_surface(visitor: Visitor, patience: Patience, surface: str) -> Reply:
    return surfaces.ROUTES[f"the {surface}"].ask(visitor, within_s=patience.close_s)


@when(parsers.re(rf"a visitor asks for (?P<route>{_ROUTE})"), target_fixture="reply")
def asks_for_a_route(visitor: Visitor, route: str) -> Reply:
    return surfaces.ROUTES[route].ask(visitor)


@when(
    parsers.re(rf'a visitor asks for (?P<route>{_ROUTE}) as request "(?P<request_id>[^"]*)"'),
    target_fixture="reply",
)
def asks_as_request(visitor: Visitor, route: str, request_id: str) -> Reply:
    return surfaces.ROUTES[route].ask(visitor, headers=(("X-Request-Id", request_id),))


@when(parsers.parse("a visitor sends a request id that is {unfit}"), target_fixture="reply")
def sends_an_unfit_id(visitor: Visitor, unfit: str) -> Reply:
    return visitor.ask("/healthz", headers=(("X-Request-Id", UNFIT_IDS[unfit]),))


@when(parsers.parse('a visitor asks for the base path followed by "{suffix}"'), target_fixture="reply")
def asks_for_a_neighbour(visitor: Visitor, suffix: str) -> Reply:
    return visitor.open(suffix)


@when("a visitor asks for each neighbour of the base path:")
def asks_for_each_neighbour(visitor: Visitor, datatable: Table) -> None:
    for suffix in column(datatable):
        visitor.open(suffix)


@then(parsers.parse("the answer is that of the {surface}"))
def surface_answers(reply: Reply, surface: str) -> None:
    surfaces.expect_surface(reply, surface)


@then("the data plane, the admin API and the health routes still answer")
def every_api_answers(visitor: Visitor) -> None:
    surfaces.expect_every_api(visitor)


@then('the gateway itself answers "Not Found"')
def gateway_says_not_found(reply: Reply) -> None:
    surfaces.expect_own_not_found(reply)


@then("no other surface answers")
def no_other_surface_answers(reply: Reply) -> None:
    surfaces.expect_no_api_answer(reply)


@then("the answer is not a page")
def answer_is_no_page(reply: Reply) -> None:
    surfaces.expect_no_page(reply)


@then("the answer carries a fresh request id")
def carries_a_fresh_id(reply: Reply) -> None:
    request_ids.expect_fresh(reply)


@then(parsers.parse('the answer carries the request id "{request_id}"'))
def carries_the_id(reply: Reply, request_id: str) -> None:
    request_ids.expect_kept(reply, request_id)


@then("the admin UI received the request id of the answer")
def ui_received_the_id(admin_ui: SimulatedAdminUi, reply: Reply) -> None:
    forwarding.expect_request_id(admin_ui, request_ids.the_request_id(reply))
