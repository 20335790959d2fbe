"""The stack: what the compose file describes, brought up with plain processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, then

from contract_harness.compose.replay import Replay
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.stack import Stack
from contract_harness.evidence.recorder import Evidence
from contract_harness.expect.services import expect_running
from contract_harness.patience import Patience
from contract_harness.scenes.deployed import deployed
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.tables import Table, pairs
from contract_harness.targets.target import Target


@pytest.fixture(scope="session")
def stack(target: Target, shipped: Shipped, patience: Patience) -> Iterator[Stack]:
    """The stack of this worker; it comes up when it is first asked for."""
    stack = Stack(target, shipped, patience)
    try:
        yield stack
    finally:
        stack.close()


@pytest.fixture
def replay(stack: Stack, evidence: Evidence) -> Replay:
    """The stack, up."""
    return stack.up(evidence)


@given("the stack is up", target_fixture="subject")
def stack_is_up(stack: Stack, replay: Replay, evidence: Evidence) -> ScenarioGateway:
    return deployed(replay, stack.email, evidence)


@then("the running services are:")
def running_services_are(replay: Replay, datatable: Table) -> None:
    expect_running(replay, pairs(datatable))
