"""Workers: a gateway that serves with several processes, and what becomes of them."""

from __future__ import annotations

import signal

from pytest_bdd import given, parsers, then, when

from contract_harness.installations.installation import ProcessGateway
from contract_harness.installations.pool import Installations
from contract_harness.scenes import operator, stopping, workers
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@given(parsers.parse("a gateway with {count:d} workers"), target_fixture="gateway")
def gateway_with_workers(installations: Installations, count: int) -> ProcessGateway:
    installation = installations.from_template("in use", operator.serve_once)
    gateway = installation.serve_as_promised(str(count), command="serve-workers")
    workers.expect_workers(gateway, count)
    return gateway


@when(parsers.parse("the gateway starts with {count:d} workers"))
def starts_with_workers(subject: ScenarioGateway, count: int) -> None:
    subject.start(str(count), command="serve-workers")


@when("one of its workers is killed")
def one_is_killed(gateway: ProcessGateway) -> None:
    workers.kill_one(gateway)


@when("its workers are killed as fast as they come")
def killed_as_they_come(gateway: ProcessGateway) -> None:
    workers.kill_as_they_come(gateway)


@when("the gateway is told to stop")
def is_told_to_stop(gateway: ProcessGateway) -> None:
    stopping.tell(gateway, "SIGTERM")


@when("each of its processes is told to stop")
def each_is_told_to_stop(gateway: ProcessGateway) -> None:
    workers.tell_each(gateway)
    stopping.wait_until_heard(gateway)


@when("the process that was started is killed")
def the_started_one_is_killed(gateway: ProcessGateway) -> None:
    gateway.signal(signal.SIGKILL)


@then(parsers.parse("it has {count:d} workers again"))
def has_workers_again(gateway: ProcessGateway, count: int) -> None:
    workers.expect_workers(gateway, count)


@then("it gives up, naming its workers")
def gives_up(gateway: ProcessGateway) -> None:
    workers.expect_given_up(gateway)


@then("none of its processes is left")
def nobody_is_left(gateway: ProcessGateway) -> None:
    workers.expect_nobody_left(gateway)
