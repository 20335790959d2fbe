"""Request headers: which of them the admin UI receives as a list."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.same_origin import request_headers
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@then(parsers.parse('the admin UI receives "{name}" as the list "{values}"'))
def ui_receives_a_list(admin_ui: SimulatedAdminUi, name: str, values: str) -> None:
    request_headers.expect_list(admin_ui, name, values.split(", "))
