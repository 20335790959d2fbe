"""What a compose file starts, and how its services are connected."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from contract_harness.compose.composition import Composition
from contract_harness.compose.configs import config_of, scalars
from contract_harness.compose.interpolation import interpolated
from contract_harness.compose.postgres import PORT as POSTGRES_PORT
from contract_harness.compose.postgres import is_postgres
from contract_harness.compose.services import Service, is_true
from contract_harness.errors import NotObservable
from contract_harness.expect.rows import Is

_DEFAULT_PORTS = {"http": 80, "https": 443, "postgresql": 5432, "postgres": 5432}
_NAMES_A_HOST = re.compile(r"HOST(NAME)?$|ADDR(ESS)?$|SERVER$|UPSTREAM$")


def expect_read(one: Service, *keys: str) -> None:
    """Nothing of the service that would change the answer is left unread.

    Raises:
        NotObservable: it has one of these keys.
    """
    __tracebackhide__ = True
    found = [key for key in one.unread if key in keys]
    if found:
        raise NotObservable(f"{one.name} has {', '.join(found)}, which is not read here")


def _started(_: Composition, __: Service) -> str:
    """Nothing is left to ask of one that was found."""
    return ""


def _postgresql(_: Composition, one: Service) -> str:
    return "" if is_postgres(one) else f"its image is {one.image!r}"


def _told_of_the_admin_ui(read: Composition, one: Service) -> str:
    return _told_of(read, one, read.service(read.shipped.deploy.admin_ui))


def _told_of_the_database(read: Composition, one: Service) -> str:
    return _told_of(read, one, read.service(read.shipped.deploy.database))


def _published(_: Composition, one: Service) -> str:
    expect_read(one, "network_mode")
    return "" if one.published else "it is not"


def _not_published(_: Composition, one: Service) -> str:
    if one.published:
        return f"it is published at {list(one.published)}"
    expect_read(one, "network_mode")
    return ""


def _on_internal_networks(read: Composition, one: Service) -> str:
    expect_read(one, "network_mode")
    declared = interpolated(read.shipped.compose.get("networks") or {}, read.secrets.environment)
    internal = {name for name, network in declared.items() if is_true((network or {}).get("internal"))}
    outside = {name for name, network in declared.items() if is_true((network or {}).get("external"))}
    outer = sorted(one.networks - internal - outside)
    if not outer and one.networks & outside:
        raise NotObservable(
            f"{', '.join(one.networks & outside)} is made elsewhere (external), and not seen here"
        )
    return f"it is on {', '.join(outer)}, which is not internal" if outer else ""


def _told_of(read: Composition, one: Service, other: Service) -> str:
    """A variable, an argument or the config leads to the other, at a port which that one has."""
    values = [*one.environment.values(), *one.argv, *_of_its_config(read, one)]
    addresses = {*_addresses(values), *_hosts(one.environment)}
    known_ports = _ports(other)
    if any(
        host in other.names and (not port or not known_ports or port in known_ports)
        for host, port in addresses
    ):
        return ""
    expect_read(one, "extra_hosts", "external_links", "label_file")
    known = ", ".join(sorted(f"{host}:{port}" for host, port in addresses)) or "no address"
    at = " or ".join(str(port) for port in known_ports) or "any port"
    return f"no variable leads to {other.name} at {at}; it knows {known}"


def _of_its_config(read: Composition, one: Service) -> list[str]:
    try:
        return list(scalars(config_of(read.shipped, one)))
    except NotObservable:
        return []


def _addresses(values: Iterable[str]) -> Iterable[tuple[str, int]]:
    for value in values:
        with contextlib.suppress(ValueError):
            parts = urlsplit(value if "://" in value else f"//{value.rpartition('=')[2]}")
            if parts.hostname and ("://" in value or parts.port):
                yield parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme, -1)


def _hosts(environment: Mapping[str, str]) -> Iterable[tuple[str, int]]:
    """Hosts that stand alone, their port in another variable or left out; and those of a libpq string."""
    for name, value in environment.items():
        if _NAMES_A_HOST.search(name) and value:
            yield value, 0
        yield from ((host, 0) for host in re.findall(r"(?:^|\s)host=(\S+)", value))


def _ports(service: Service) -> set[int]:
    """Those it has by the file or its image; none when nothing says so, which is any."""
    return {*service.ports, *([POSTGRES_PORT] if is_postgres(service) else [])}


IS: Is[Composition, Service] = {
    "started": _started,
    "a PostgreSQL": _postgresql,
    "told where the admin UI is": _told_of_the_admin_ui,
    "told where the database is": _told_of_the_database,
    "published": _published,
    "not published": _not_published,
    "on internal networks alone": _on_internal_networks,
}
