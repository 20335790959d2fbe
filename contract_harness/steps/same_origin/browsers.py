"""Browsers: what a person sees who asked for a page and met something else."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.same_origin import browsers, surfaces
from contract_harness.expect.visits import Visit
from contract_harness.installations.installation import Gateway
from contract_harness.patience import Patience
from contract_harness.scenes.visitor import Visitor


@when(parsers.re(r'a visitor asks for "(?P<route>[^"]+)" and follows where it leads'), target_fixture="visit")
def asks_for_a_route_and_follows(visitor: Visitor, route: str) -> Visit:
    return visitor.follow_target(surfaces.ROUTES[route].target)


@then(parsers.parse('the visitor is shown a page of the gateway for "{phrase}"'))
def page_of_the_gateway_is_shown(reply: Reply, phrase: str) -> None:
    browsers.expect_own_page(reply, phrase)


@then("the visitor is told when to try again")
def told_when_to_try_again(reply: Reply) -> None:
    browsers.expect_retry_after(reply)


@then(parsers.parse("the answer came within {limit_ms:d} ms"))
def answer_came_within(reply: Reply, gateway: Gateway, patience: Patience, limit_ms: int) -> None:
    limit_s = limit_ms / 1000 * patience.factor
    browsers.expect_within(reply, limit_s, lambda: gateway.http.get("/healthz"))
