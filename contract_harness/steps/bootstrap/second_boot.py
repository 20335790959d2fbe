"""Second boot: what a day of work has left in between."""

from __future__ import annotations

from pytest_bdd import when

from contract_harness.expect.replies import expect_ok
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@when("the admin signs out")
def admin_signs_out(subject: ScenarioGateway) -> None:
    held = dict(subject.browser.cookies)
    expect_ok(subject.browser.sign_out(), promised="the admin signs out")
    # As if somebody else had kept the cookie: it is presented again later.
    subject.browser.cookies = held
