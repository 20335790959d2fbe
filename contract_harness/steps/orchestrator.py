"""An orchestrator: probes a gateway, and sends signals to it and to its processes."""

from __future__ import annotations

from pytest_bdd import parsers, when

from contract_harness.installations.installation import ProcessGateway
from contract_harness.scenes import orchestrator


@when(parsers.parse('the orchestrator sends "{signal}" to "{whom}"'), target_fixture="told_at")
def orchestrator_sends(gateway: ProcessGateway, signal: str, whom: str) -> float:
    return orchestrator.send(gateway, signal, to=whom)
