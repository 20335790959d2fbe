"""Streaming: a page that leaves the gateway in pieces."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.expect.same_origin import streaming
from contract_harness.patience import Patience
from contract_harness.scenes import bare_requests
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.behaviours import BegunPage


@given(parsers.parse('the admin UI begins "{page}" and holds the rest back'), target_fixture="begun")
def ui_begins_a_page(admin_ui: SimulatedAdminUi, page: str) -> BegunPage:
    begun = BegunPage.called(page)
    admin_ui.answer(begun.answer)
    return begun


@when("a visitor opens the admin UI and waits for more")
def waits_for_more(visitor: Visitor, connection: RawConnection) -> None:
    connection.send(visitor.head())


@when("a visitor opens the admin UI and leaves")
def opens_and_leaves(
    visitor: Visitor, connection: RawConnection, admin_ui: SimulatedAdminUi, patience: Patience
) -> None:
    bare_requests.leave_in_the_middle(connection, visitor.head(), admin_ui, within_s=patience.close_s / 10)


@then("the visitor has the first bytes before the rest is made")
def first_bytes_are_there(connection: RawConnection, begun: BegunPage, patience: Patience) -> None:
    streaming.expect_first_bytes(connection, begun, within_s=patience.arrival_s)


@then("the visitor has the whole answer once the rest is made")
def whole_answer_is_there(connection: RawConnection, begun: BegunPage, patience: Patience) -> None:
    streaming.expect_whole(connection, begun, within_s=patience.arrival_s)


@then("the admin UI's connection is closed")
def ui_is_let_go(admin_ui: SimulatedAdminUi, patience: Patience) -> None:
    streaming.expect_hung_up(admin_ui, within_s=patience.arrival_s)
