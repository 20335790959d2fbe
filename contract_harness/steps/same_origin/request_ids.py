"""Request ids: brought by a visitor, or made by the gateway."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.configs.patch import fill
from contract_harness.expect.same_origin import request_ids, surfaces
from contract_harness.scenes.visitor import Visitor
from contract_harness.scenes.written import FILLINGS, unescaped
from contract_harness.tables import Pairs
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@when(
    parsers.re(r'a visitor asks for "(?P<route>[^"]+)" as request "(?P<request_id>[^"]*)"'),
    target_fixture="reply",
)
def asks_as_request(visitor: Visitor, sent_headers: Pairs, route: str, request_id: str) -> Reply:
    sent_headers.append(("X-Request-Id", unescaped(fill(request_id, FILLINGS))))
    return surfaces.ROUTES[route].ask(visitor, headers=tuple(sent_headers))


@then("the answer carries a fresh request id")
def carries_a_fresh_id(reply: Reply, visitor: Visitor, sent_headers: Pairs) -> None:
    request_ids.expect_fresh(reply, again=lambda: request_ids.asked_again(reply, visitor, sent_headers))


@then(parsers.parse('the answer carries the request id "{request_id}"'))
def carries_the_id(reply: Reply, request_id: str) -> None:
    request_ids.expect_kept(reply, fill(request_id, FILLINGS))


@then("the admin UI receives the request id of the answer")
def ui_receives_the_id(admin_ui: SimulatedAdminUi, reply: Reply) -> None:
    request_ids.expect_received(admin_ui, request_ids.the_request_id(reply))
