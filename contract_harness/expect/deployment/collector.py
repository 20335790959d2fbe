"""Who takes telemetry, and what the shipped configs say about it."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of, configs_beside, variables
from contract_harness.compose.configs import read as read_config
from contract_harness.compose.reading.env_files import passed_on
from contract_harness.compose.services import Service
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.rows import Is

_COLLECTORS = ("otel", "opentelemetry", "collector", "alloy", "fluent", "vector", "jaeger", "tempo")
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_ENDPOINTS = ("otel_endpoint", "otel_metrics_endpoint")
"""Source: founding page, Observability Wiring."""


def any_collector(read: Composition) -> dict[str, Service]:
    """The services that take telemetry, known by name, image or port."""
    return {
        name: one
        for name, one in read.services.items()
        if {4317, 4318} & set(one.ports) or any(word in f"{name} {one.image}".lower() for word in _COLLECTORS)
    }


def the_collector(read: Composition) -> dict[str, Service]:
    """The one of them.

    Raises:
        ContractBreach: there is none, or more than one.
    """
    __tracebackhide__ = True
    found = any_collector(read)
    if len(found) != 1:
        raise ContractBreach("one collector is started", ", ".join(found) or "none")
    return found


def config_for_the_collector(read: Composition) -> dict[str, Any]:
    """The document of a YAML file, shipped beside the gateway's config, that sends to the collector."""
    __tracebackhide__ = True
    (collector,) = the_collector(read).values()
    wanted = {f"http://{collector.name}:{port}" for port in collector.ports}
    for file in configs_beside(read.shipped, read.gateway):
        # Beside it may lie what is no config, and is not asked about.
        with contextlib.suppress(ContractBreach):
            document = read_config(file)
            if wanted & set(_endpoints(document)):
                return document
    raise ContractBreach(f"a shipped config sends to {' or '.join(sorted(wanted))}", "none does")


def _endpoints(document: Mapping[str, Any]) -> list[str]:
    server = document.get("server")
    return [str(server[key]) for key in _ENDPOINTS if server.get(key)] if isinstance(server, Mapping) else []


def _not_started(_: Composition, __: Service) -> str:
    return "it is started"


def _told_of_no_collector(_: Composition, one: Service) -> str:
    told = [n for n in one.environment if n.startswith("OTEL_EXPORTER_OTLP") and n.endswith("ENDPOINT")]
    return f"{', '.join(told)} is set" if told else ""


def _configured_without_a_collector(read: Composition, one: Service) -> str:
    named = _endpoints(config_of(read.shipped, one))
    return f"its config names {', '.join(named)}" if named else ""


def _given_the_telemetry_variables(read: Composition, one: Service) -> str:
    passed = {*one.environment, *passed_on(read.shipped.compose["services"][one.name])}
    missing = sorted(variables(config_for_the_collector(read)) - passed)
    return f"{', '.join(missing)} is not passed on" if missing else ""


def _sent_to(read: Composition, _: Service) -> str:
    config_for_the_collector(read)
    return ""


def _on_a_network_of_the_gateway(read: Composition, one: Service) -> str:
    return "" if one.networks & read.gateway.networks else f"it is on {', '.join(sorted(one.networks))}"


def _receiving(read: Composition, one: Service) -> str:
    """Where its own config is OpenTelemetry's, that opens the port on every interface.

    Raises:
        NotObservable: no such config is mounted.
    """
    wanted = {urlsplit(endpoint).port for endpoint in _endpoints(config_for_the_collector(read))}
    opened = list(_opened(config_of(read.shipped, one)))
    if not opened:
        raise NotObservable(f"the config of {one.name} is not one of OpenTelemetry's collector")
    ports = {int(port) for host, _, port in (place.rpartition(":") for place in opened) if host not in _LOCAL}
    return "" if wanted <= ports else f"it receives at {', '.join(opened)}"


def _opened(config: Mapping[str, Any]) -> Iterator[str]:
    """Where its OTLP receiver listens; without an endpoint at a loopback address."""
    usual = {"grpc": "localhost:4317", "http": "localhost:4318"}
    protocols = ((config.get("receivers") or {}).get("otlp") or {}).get("protocols") or {}
    for name, settings in protocols.items():
        yield str((settings or {}).get("endpoint", usual.get(name, "localhost:0")))


def _configured_alike(read: Composition, _: Service) -> str:
    """The telemetry config differs from the gateway's in where telemetry goes, and in nothing else."""
    usual = Composition.read(read.shipped).config
    other = copy.deepcopy(config_for_the_collector(read))
    other["server"] = {key: one for key, one in other["server"].items() if not key.startswith("otel_")}
    keys = sorted(key for key in {*usual, *other} if usual.get(key) != other.get(key))
    return f"they differ in {', '.join(keys)}" if keys else ""


IS: Is[Composition, Service] = {
    "not started": _not_started,
    "told of no collector": _told_of_no_collector,
    "configured without a collector": _configured_without_a_collector,
    "given every variable of the telemetry config": _given_the_telemetry_variables,
    "sent to by a shipped config": _sent_to,
    "on a network of the gateway": _on_a_network_of_the_gateway,
    "receiving where it is sent to": _receiving,
    "configured alike by the telemetry config otherwise": _configured_alike,
}
