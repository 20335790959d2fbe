"""Health: an orchestrator's probes, and what makes a gateway unfit for calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.configs.default_config import MODEL
from contract_harness.expect import health
from contract_harness.scenes import concurrency, tampering
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.upstreams.provider import SimulatedProvider

Restore = Callable[[], None]


@pytest.fixture
def undone() -> Iterator[ExitStack]:
    """What was done to a standing gateway's database is undone here, whatever becomes of the scenario."""
    with ExitStack() as undone:
        yield undone


@given("its database is lost", target_fixture="restore")
def database_is_lost(subject: ScenarioGateway, undone: ExitStack) -> Restore:
    undone.callback(subject.database.come_back)
    subject.database.go_away()
    return subject.database.come_back


@given("the migration history of its database is emptied", target_fixture="restore")
def history_is_emptied(subject: ScenarioGateway, undone: ExitStack) -> Restore:
    restore = tampering.hide_history(subject.database)
    undone.callback(restore)
    return restore


@given(parsers.parse('the migration history of its database also has "v{version:d}"'))
def history_also_has(subject: ScenarioGateway, undone: ExitStack, version: int) -> None:
    undone.callback(tampering.remove_version, subject.database, version)
    tampering.add_version(subject.database, version)


@given(parsers.parse("{count:d} callers wait for the provider"))
def callers_wait(
    subject: ScenarioGateway, provider: SimulatedProvider, undone: ExitStack, count: int
) -> None:
    connections = [undone.enter_context(subject.gateway.raw()) for _ in range(count)]
    request = concurrency.completion_request(connections[0].host, subject.key("configured"), MODEL)
    settled_s = subject.gateway.patience.close_s / 5
    let_go = concurrency.keep_callers_waiting(connections, request, provider, settled_s=settled_s)
    undone.callback(let_go)


@when(parsers.parse("the orchestrator asks for the {probe}"), target_fixture="reply")
def orchestrator_asks(subject: ScenarioGateway, probe: str) -> Reply:
    return health.ask(subject.gateway, probe)


@then(parsers.parse("the answer is the document of the {probe}"))
def answer_is_the_document(reply: Reply, probe: str) -> None:
    health.expect_document(reply, probe)


@then("the gateway is ready soon after the database is back")
@then("the gateway is ready soon after the history is restored")
def ready_once_restored(subject: ScenarioGateway, restore: Restore) -> None:
    restore()
    health.expect_ready_soon(subject.gateway)
