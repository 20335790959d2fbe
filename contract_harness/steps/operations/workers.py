"""Workers: a gateway that serves with several processes, and what becomes of them."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.expect.operations import workers
from contract_harness.installations.installation import Gateway, ProcessGateway
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given(parsers.parse("the gateway is started with {count:d} workers"), target_fixture="gateway")
@when(parsers.parse("the gateway is started with {count:d} workers"), target_fixture="gateway")
def starts_with_workers(subject: ScenarioGateway, count: int) -> Gateway:
    subject.start(str(count), command="serve-workers")
    return subject.gateway


@given(parsers.parse("the gateway has {count:d} workers"))
@then(parsers.parse("the gateway has {count:d} workers"))
def has_workers(gateway: ProcessGateway, count: int) -> None:
    workers.expect_workers(gateway, count)


@then("the gateway gives up, naming its workers")
def gateway_gives_up(gateway: ProcessGateway) -> None:
    workers.expect_given_up(gateway)


@then("no process of the gateway is left")
def no_process_is_left(gateway: ProcessGateway) -> None:
    workers.expect_nobody_left(gateway)
