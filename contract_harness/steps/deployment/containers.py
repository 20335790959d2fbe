"""Containers: what they leave behind."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.compose.replay import Replay
from contract_harness.expect.deployment import containers


@then("no service has written outside its tmpfs and volumes")
def nothing_was_written(replay: Replay) -> None:
    containers.expect_nothing_written(replay)
