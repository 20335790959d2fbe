"""What an orchestrator is told about a gateway."""

from __future__ import annotations

import json

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.scenes import orchestrator


def expect_document(reply: Reply, document: str) -> None:
    """The answer is a JSON object with these members; it may have others, such as a version."""
    __tracebackhide__ = True
    kind = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    if reply.status != 200 or kind != "application/json" or not _has(reply.json(), json.loads(document)):
        raise ContractBreach(f"200 {document} as application/json", reply.line, reply.shown)


def expect_ready_soon(gateway: Gateway) -> None:
    """Readiness says yes, at the latest when what has happened has arrived."""
    __tracebackhide__ = True
    eventually(
        lambda: orchestrator.ask(gateway, "readiness").status == 200,
        within_s=gateway.patience.arrival_s,
        what="the gateway is ready",
    )


def _has(found: object, promised: dict[str, object]) -> bool:
    return isinstance(found, dict) and promised.items() <= found.items()
