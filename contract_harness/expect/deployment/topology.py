"""What a compose file starts, and how its services are connected."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from contract_harness.compose.composition import Composition
from contract_harness.compose.services import Service
from contract_harness.expect.rows import Is

_DEFAULT_PORTS = {"http": 80, "postgresql": 5432, "postgres": 5432}


def _started(_: Composition, __: Service) -> str:
    """Nothing is left to ask of one that was found."""
    return ""


def _postgresql(_: Composition, one: Service) -> str:
    return "" if "postgres" in one.image else f"its image is {one.image!r}"


def _told_of_the_admin_ui(read: Composition, one: Service) -> str:
    return _told_of(one, read.service(read.shipped.deploy.admin_ui))


def _told_of_the_database(read: Composition, one: Service) -> str:
    return _told_of(one, read.service(read.shipped.deploy.database))


def _published(_: Composition, one: Service) -> str:
    return "" if one.published else "it is not"


def _not_published(_: Composition, one: Service) -> str:
    return f"it is published at {list(one.published)}" if one.published else ""


def _on_internal_networks(read: Composition, one: Service) -> str:
    declared = read.shipped.compose.get("networks") or {}
    internal = {name for name, network in declared.items() if (network or {}).get("internal") is True}
    outer = sorted(one.networks - internal)
    return f"it is on {', '.join(outer)}, which is not internal" if outer else ""


def _told_of(one: Service, other: Service) -> str:
    """Some variable leads to the other, at a port which that one has."""
    addresses = set(_addresses(one.environment.values()))
    if any((other.name, port) in addresses for port in other.ports):
        return ""
    known = ", ".join(sorted(f"{host}:{port}" for host, port in addresses)) or "no address"
    return f"no variable leads to {other.name} at {_ports(other)}; it knows {known}"


def _addresses(values: Iterable[str]) -> Iterable[tuple[str, int]]:
    for value in values:
        parts = urlsplit(value)
        if parts.hostname:
            yield parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _ports(service: Service) -> str:
    return " or ".join(str(port) for port in service.ports) or "no port"


IS: Is[Composition, Service] = {
    "started": _started,
    "a PostgreSQL": _postgresql,
    "told where the admin UI is": _told_of_the_admin_ui,
    "told where the database is": _told_of_the_database,
    "published": _published,
    "not published": _not_published,
    "on internal networks alone": _on_internal_networks,
}
