"""The collector: which of the shipped configs sends to it."""

from __future__ import annotations

from typing import Any

from pytest_bdd import then

from contract_harness.compose.composition import Composition
from contract_harness.expect.deployment import collector


@then("a shipped config sends telemetry to the collector", target_fixture="telemetry_config")
def config_sends_to_the_collector(composition: Composition) -> dict[str, Any]:
    return collector.expect_config_for_the_collector(composition)


@then("the telemetry config is otherwise that of the gateway")
def config_is_otherwise_the_same(composition: Composition, telemetry_config: dict[str, Any]) -> None:
    collector.expect_same_but_telemetry(composition.shipped, telemetry_config)
