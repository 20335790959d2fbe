"""Surfaces: visitors who wait at one of them."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, parsers

from contract_harness.clients.raw import RawConnection
from contract_harness.installations.pool import Standing
from contract_harness.scenes import concurrency
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@given(parsers.parse("{count:d} visitors wait for a page"))
def visitors_wait(
    visitor: Visitor,
    raw: Callable[[], RawConnection],
    admin_ui: SimulatedAdminUi,
    standing: Standing,
    count: int,
) -> None:
    connections = [raw() for _ in range(count)]
    concurrency.keep_waiting(visitor, admin_ui, connections, spoil=standing.spoil)
