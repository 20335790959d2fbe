"""What an orchestrator is told about a gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually


@dataclass(frozen=True, slots=True)
class HealthProbe:
    """A question, and the document that says yes."""

    path: str
    document: Mapping[str, Any]


PROBES: Mapping[str, HealthProbe] = {
    "liveness": HealthProbe("/healthz", {"status": "ok"}),
    "readiness": HealthProbe("/readyz", {"status": "ready"}),
    "API health": HealthProbe("/api/v1/health", {"status": "ok", "service": "gateway"}),
}
"""By the name the features use. Source: observed gateway, 1.7."""


def ask(gateway: Gateway, probe: str) -> Reply:
    """Ask within the patience for one close, as an orchestrator does: soon or not at all."""
    __tracebackhide__ = True
    return gateway.http.send("GET", PROBES[probe].path, within_s=gateway.patience.close_s)


def expect_document(reply: Reply, probe: str) -> None:
    """The answer is exactly the document of this probe, as JSON."""
    __tracebackhide__ = True
    promised = PROBES[probe].document
    kind = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    if reply.status != 200 or kind != "application/json" or reply.json() != promised:
        raise ContractBreach(
            f"200 {dict(promised)} as application/json", f"{reply.status} {kind}", reply.shown
        )


def expect_ready_soon(gateway: Gateway) -> None:
    """Readiness says yes, at the latest when what has happened has arrived."""
    __tracebackhide__ = True
    eventually(
        lambda: ask(gateway, "readiness").status == 200,
        within_s=gateway.patience.arrival_s,
        what="the gateway is ready",
    )
