"""The base path and the upstream: where the admin UI is not, and what is put before a path."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect import arrivals
from contract_harness.expect.same_origin import base_path as mounts
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import SimulatedAdminUi


@then(parsers.parse('the admin UI is not served below "{mount}"'))
def ui_is_not_served_below(visitor: Visitor, mount: str) -> None:
    mounts.expect_not_served_below(visitor.mounted_at(mount))


@then(parsers.parse('the admin UI is asked for the whole target "{target}"'))
def ui_is_asked_for_the_whole_target(admin_ui: SimulatedAdminUi, target: str) -> None:
    arrivals.expect_target(admin_ui, target)
