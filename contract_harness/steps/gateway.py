"""The gateway and its replicas: started, ready, and what a start or an end says."""

from __future__ import annotations

from functools import partial

from pytest_bdd import given, parsers, then, when

from contract_harness.expect import readiness
from contract_harness.expect.operations import startup, stopping, workers
from contract_harness.installations.installation import Gateway, Installation, ProcessGateway
from contract_harness.installations.pool import Installations
from contract_harness.scenes import operator
from contract_harness.scenes.replicas import Replicas
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs


@given(parsers.parse("{count:d} replicas are started {how}"), target_fixture="replicas")
@when(parsers.parse("{count:d} replicas are started {how}"), target_fixture="replicas")
def replicas_are_started(
    installations: Installations, installation: Installation, count: int, how: str
) -> Replicas:
    database = installation.database
    return Replicas(database, operator.serve(operator.replicas(installations, database, count), how))


@then("the gateway is ready")
def gateway_is_ready(gateway: Gateway) -> None:
    readiness.expect_ready([gateway])


@then("the startup report says:")
def report_says(subject: ScenarioGateway, datatable: Table) -> None:
    startup.expect_report(subject.gateway, pairs(datatable))


@then("a new connection is refused")
def newcomer_is_refused(gateway: ProcessGateway) -> None:
    stopping.expect_refuses(gateway)


@then("the gateway exits with 0")
def gateway_exits_well(gateway: ProcessGateway) -> None:
    stopping.expect_stopped_well(gateway)


@then("the gateway has stopped")
def gateway_has_stopped(gateway: ProcessGateway) -> None:
    stopping.expect_stopped(gateway)


@given(parsers.parse("the gateway is started with {count:d} workers"), target_fixture="gateway")
@when(parsers.parse("the gateway is started with {count:d} workers"), target_fixture="gateway")
def starts_with_workers(subject: ScenarioGateway, count: int) -> Gateway:
    subject.start(str(count), command="serve-workers")
    return subject.gateway


@given(parsers.parse("the gateway has {count:d} workers"))
@then(parsers.parse("the gateway has {count:d} workers"))
def has_workers(gateway: ProcessGateway, count: int) -> None:
    workers.expect_workers(gateway, count)


@then("no process of the gateway is left")
def no_process_is_left(installations: Installations, gateway: ProcessGateway) -> None:
    workers.expect_nobody_left(gateway, control=partial(operator.time_an_idle_stop, installations))
