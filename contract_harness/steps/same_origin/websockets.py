"""WebSockets through the admin UI's base path: asked for, and spoken over."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import parsers, then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.expect.same_origin import websockets
from contract_harness.patience import Patience
from contract_harness.scenes import bare_requests
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Table
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@when(parsers.re(r"a visitor opens (?P<count>a|[0-9]+) WebSockets? in the admin UI"), target_fixture="reply")
def opens_websockets(
    visitor: Visitor, connection: RawConnection, raw: Callable[[], RawConnection], count: str
) -> RawReply:
    """Of several, the first has to be answered; how many of the others are given is not asked."""
    others = 0 if count == "a" else int(count) - 1
    return bare_requests.ask_for_websockets(visitor, connection, beside=[raw() for _ in range(others)])


@then("these messages pass:")
def messages_pass(
    connection: RawConnection, admin_ui: SimulatedAdminUi, patience: Patience, datatable: Table
) -> None:
    websockets.expect_passes(connection.websocket(), admin_ui, datatable, patience)
