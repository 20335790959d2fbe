"""What each service of a compose file is: the rows of `the services are:` and `the running services are:`."""

from __future__ import annotations

from collections.abc import Mapping

from contract_harness.compose.composition import Composition
from contract_harness.compose.containers import Container
from contract_harness.compose.replay import Replay
from contract_harness.compose.services import Service
from contract_harness.expect.deployment import boot, collector, containers, secrets, topology
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

Services = Mapping[str, Service]


def expect_services(read: Composition, rows: Pairs) -> None:
    """Each service that a row speaks of is what the row says."""
    __tracebackhide__ = True
    expect_rows(read, rows, who=_WHO, what=_IS)


def expect_running(replay: Replay, rows: Pairs) -> None:
    """Each service of a stack that was brought up, of which a row speaks, is what the row says."""
    __tracebackhide__ = True
    expect_rows(replay, rows, who=_WHO_RUNS, what=_RUNS)


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


def _every_running(replay: Replay) -> dict[str, Container]:
    return replay.containers


def _running_database(replay: Replay) -> dict[str, Container]:
    return {replay.database.name: replay.database}


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

_WHO_RUNS: Who[Replay, Container] = {"every service": _every_running, "the database": _running_database}

_RUNS: Is[Replay, Container] = {**boot.RUNNING, **containers.RUNNING}
