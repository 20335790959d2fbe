"""Paths: targets that lead out of the base path."""

from __future__ import annotations

from pytest_bdd import then

from contract_harness.clients.http import Reply
from contract_harness.expect.same_origin import paths
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@then("nothing outside the base path is asked of the admin UI")
def nothing_outside_is_asked(admin_ui: SimulatedAdminUi, base_path: str) -> None:
    paths.expect_inside(admin_ui, base_path)


@then("no API answers")
def no_api_answers(reply: Reply) -> None:
    paths.expect_no_api_answer(reply)
