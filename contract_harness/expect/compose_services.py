"""What a compose file starts, and how its services are connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from contract_harness.compose.services import Service
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach

Services = Mapping[str, Service]

_COLLECTORS = ("otel", "opentelemetry", "collector", "alloy", "fluent", "vector", "jaeger", "tempo")


def expect_topology(shipped: Shipped, services: Services) -> None:
    """The three services that make the product are started, the database being a PostgreSQL."""
    __tracebackhide__ = True
    wanted = (shipped.deploy.gateway, shipped.deploy.admin_ui, shipped.deploy.database)
    missing = [name for name in wanted if name not in services]
    if missing:
        raise ContractBreach(
            f"{', '.join(wanted)} are started", f"{', '.join(missing)} is not", _shown(services)
        )
    image = services[shipped.deploy.database].image
    if "postgres" not in image:
        raise ContractBreach("the database is a PostgreSQL", f"its image is {image!r}")


def expect_told(shipped: Shipped, services: Services) -> None:
    """Some variable of the gateway leads to the admin UI, some to the database, each at a port it has."""
    __tracebackhide__ = True
    gateway = services[shipped.deploy.gateway]
    addresses = set(_addresses(gateway.environment.values()))
    for name in (shipped.deploy.admin_ui, shipped.deploy.database):
        if not any((name, port) in addresses for port in services[name].ports):
            raise ContractBreach(
                f"a variable of {gateway.name} leads to {name}, at {_ports(services[name])}",
                "none does",
                f"it knows {sorted(f'{host}:{port}' for host, port in addresses) or 'no address'}",
            )


def expect_published(services: Services, only: str) -> None:
    """One service is published and no other."""
    __tracebackhide__ = True
    published = {name: list(one.published) for name, one in services.items() if one.published}
    if set(published) != {only}:
        raise ContractBreach(f"{only} alone is published", f"published: {published or 'nothing'}")


def expect_no_way_out(shipped: Shipped, services: Services) -> None:
    """Admin UI and database are on networks that are declared internal, and on the gateway's."""
    __tracebackhide__ = True
    declared = shipped.compose.get("networks") or {}
    internal = {name for name, one in declared.items() if (one or {}).get("internal") is True}
    for name in (shipped.deploy.admin_ui, shipped.deploy.database):
        outer = sorted(services[name].networks - internal)
        if outer:
            raise ContractBreach(
                f"{name} has no way out", f"it is on {', '.join(outer)}, which is not internal"
            )


def collectors(services: Services) -> list[Service]:
    """The services that take telemetry, known by name, image or port."""
    return [
        one
        for name, one in services.items()
        if {4317, 4318} & set(one.ports) or any(word in f"{name} {one.image}".lower() for word in _COLLECTORS)
    ]


def expect_no_collector(services: Services) -> None:
    """None of the services takes telemetry, and none is told to send it anywhere."""
    __tracebackhide__ = True
    found = [one.name for one in collectors(services)]
    if found:
        raise ContractBreach("no collector is started", f"{', '.join(found)} is")
    told = [
        f"{one.name}: {name}"
        for one in services.values()
        for name in one.environment
        if name.startswith("OTEL_EXPORTER_OTLP") and name.endswith("ENDPOINT")
    ]
    if told:
        raise ContractBreach("no service is told to send telemetry", f"{', '.join(told)} is set")


def expect_collector(services: Services) -> Service:
    """Exactly one of the services takes telemetry."""
    __tracebackhide__ = True
    found = collectors(services)
    if len(found) != 1:
        raise ContractBreach("one collector is started", f"{[one.name for one in found] or 'none'}")
    return found[0]


def _addresses(values: Iterable[str]) -> Iterable[tuple[str, int]]:
    for value in values:
        parts = urlsplit(value)
        implied = {"http": 80, "postgresql": 5432, "postgres": 5432}.get(parts.scheme, 0)
        if parts.hostname:
            yield parts.hostname, parts.port or implied


def _ports(service: Service) -> str:
    return " or ".join(str(port) for port in service.ports) or "no port"


def _shown(services: Services) -> str:
    return "\n".join(f"{name}: {one.image}" for name, one in services.items())
