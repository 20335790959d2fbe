"""Gateways that say they may be used."""

from __future__ import annotations

from collections.abc import Iterable

from contract_harness.errors import ContractBreach
from contract_harness.installations.installation import Gateway

READINESS_PATH = "/readyz"
"""Source: observed gateway, 1.7."""


def expect_ready(gateways: Iterable[Gateway]) -> None:
    """Each of them answers 200 on its readiness path now."""
    __tracebackhide__ = True
    for gateway in gateways:
        status = gateway.http.send("GET", READINESS_PATH).status
        if status != 200:
            raise ContractBreach(f"GET {READINESS_PATH} answers 200", f"it answers {status}")
