"""What each service of a compose file is: the rows of `the services are:`."""

from __future__ import annotations

from collections.abc import Mapping

from contract_harness.compose.composition import Composition
from contract_harness.compose.services import Service
from contract_harness.expect.deployment import collector, containers, secrets, topology
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

Services = Mapping[str, Service]


def expect_services(read: Composition, rows: Pairs) -> None:
    """Each service that a row speaks of is what the row says."""
    __tracebackhide__ = True
    expect_rows(read, rows, who=_WHO, what=_IS)


def _gateway(read: Composition) -> Services:
    return {read.gateway.name: read.gateway}


def _admin_ui(read: Composition) -> Services:
    return {(name := read.shipped.deploy.admin_ui): read.service(name)}


def _database(read: Composition) -> Services:
    return {(name := read.shipped.deploy.database): read.service(name)}


def _every(read: Composition) -> Services:
    return read.services


def _any_but_the_gateway(read: Composition) -> Services:
    return {name: one for name, one in read.services.items() if name != read.shipped.deploy.gateway}


_WHO: Who[Composition, Service] = {
    "the gateway": _gateway,
    "the admin UI": _admin_ui,
    "the database": _database,
    "the collector": collector.the_collector,
    "any collector": collector.any_collector,
    "every service": _every,
    "any service but the gateway": _any_but_the_gateway,
}

_IS: Is[Composition, Service] = {**topology.IS, **containers.IS, **secrets.IS, **collector.IS}
