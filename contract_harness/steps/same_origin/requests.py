"""Requests: bodies on their way to the admin UI, many visitors, and the memory it takes."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect.same_origin import requests
from contract_harness.scenes import concurrency
from contract_harness.scenes.memory import MemoryWatch
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.payloads import MIB_BYTES, PAYLOADS


@given("the gateway's memory is watched", target_fixture="memory")
def memory_is_watched(gateway: Gateway) -> MemoryWatch:
    return MemoryWatch.begin(gateway.pids())


@when(parsers.parse('a visitor sends the admin UI "{body}" with "Expect: {expectation}"'))
def sends_a_body_when_told(visitor: Visitor, body: str, expectation: str) -> None:
    visitor.send_when_told(PAYLOADS[body], expectation)


@when(
    parsers.parse('a visitor sends the admin UI "{body}" with "the method {method}"'), target_fixture="reply"
)
def sends_a_body_otherwise(visitor: Visitor, body: str, method: str) -> Reply:
    return visitor.send(PAYLOADS[body], method=method)


@when(
    parsers.parse('{count:d} visitors with different cookies open the same page "{how}"'),
    target_fixture="replies",
)
def visitors_open(visitor: Visitor, count: int, how: str) -> dict[str, Reply]:
    return concurrency.of_several(visitor, count, at_once=concurrency.AT_ONCE[how])


@then(parsers.parse('the admin UI receives a "{method}" request'))
def ui_receives_a_request(admin_ui: SimulatedAdminUi, method: str) -> None:
    requests.expect_method(admin_ui, method)


@then(parsers.parse('the admin UI receives the body "{body}"'))
def ui_receives_a_body(admin_ui: SimulatedAdminUi, body: str) -> None:
    requests.expect_body(admin_ui, PAYLOADS[body])


@then("each visitor is answered with the visitor's own cookie")
def each_is_greeted(replies: dict[str, Reply]) -> None:
    requests.expect_greeted(replies)


@then(parsers.parse("the gateway grew by less than {size:d} MiB"))
def gateway_grew_little(memory: MemoryWatch, size: int) -> None:
    memory.expect_growth_below(size * MIB_BYTES)
