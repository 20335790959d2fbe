"""What the shipped configs say about telemetry and secrets."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from contract_harness.compose.configs import config_of, read
from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach

_ENDPOINTS = ("otel_endpoint", "otel_metrics_endpoint")
"""Source: founding page, Observability Wiring."""


def expect_no_endpoint(shipped: Shipped, services: Mapping[str, Service]) -> None:
    """The gateway's config names no collector."""
    __tracebackhide__ = True
    named = _endpoints(config_of(shipped, services[shipped.deploy.gateway]))
    if named:
        raise ContractBreach("the gateway's config names no collector", f"it names {', '.join(named)}")


def expect_config_for(shipped: Shipped, collector: Service) -> dict[str, Any]:
    """Some YAML file that is shipped beside the gateway's config sends to *collector*; gives its document."""
    __tracebackhide__ = True
    gateway = shipped.services(shipped.secrets().environment)[shipped.deploy.gateway]
    source = next(mount.source for mount in gateway.mounts if not mount.is_volume)
    folder = (shipped.compose_file.parent / source).parent
    wanted = {f"http://{collector.name}:{port}" for port in collector.ports}
    for file in sorted(folder.glob("*.y*ml")):
        document = read(file)
        if wanted & set(_endpoints(document)):
            return document
    raise ContractBreach(f"a shipped config sends to {' or '.join(sorted(wanted))}", "none does")


def expect_same_but_telemetry(shipped: Shipped, document: Mapping[str, Any]) -> None:
    """The config differs from the gateway's in where telemetry goes, and in nothing else."""
    __tracebackhide__ = True
    services = shipped.services(shipped.secrets().environment)
    usual = config_of(shipped, services[shipped.deploy.gateway])
    other = copy.deepcopy(dict(document))
    other["server"] = {key: one for key, one in other["server"].items() if not key.startswith("otel_")}
    if other != usual:
        keys = sorted(key for key in {*usual, *other} if usual.get(key) != other.get(key))
        raise ContractBreach("the two configs differ in telemetry alone", f"they differ in {', '.join(keys)}")


def _endpoints(document: Mapping[str, Any]) -> list[str]:
    server = document.get("server") or {}
    return [str(server[key]) for key in _ENDPOINTS if server.get(key)]
