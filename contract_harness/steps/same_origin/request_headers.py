"""Request headers: which of them the admin UI receives, and which origin it is told."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.same_origin import request_headers
from contract_harness.scenes import written
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs, Table
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@when("a visitor opens the admin UI with the headers:", target_fixture="reply")
def opens_with_headers(visitor: Visitor, sent_headers: Pairs, datatable: Table) -> Reply:
    sent_headers += written.headers(datatable)
    return visitor.open(headers=sent_headers)


@then(parsers.parse('the admin UI receives "{name}" as the list "{values}"'))
def ui_receives_a_list(admin_ui: SimulatedAdminUi, name: str, values: str) -> None:
    request_headers.expect_list(admin_ui, name, values.split(", "))


@then(parsers.parse('the admin UI is told the origin "{origin}"'))
def ui_is_told_its_origin(admin_ui: SimulatedAdminUi, origin: str) -> None:
    request_headers.expect_told_origin(admin_ui, origin)
