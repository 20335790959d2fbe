"""Outages: who needs the database while it is unavailable, and what they are told."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.expect.operations import outages as expect
from contract_harness.scenes.outages import SignIns
from contract_harness.scenes.scenario_gateway import ScenarioGateway


@pytest.fixture
def sign_ins() -> SignIns:
    """Those of the scenario's one admin."""
    return SignIns()


@when("the admin signs in until a sign-in is refused", target_fixture="reply")
def signs_in_until_refused(subject: ScenarioGateway, sign_ins: SignIns) -> Reply:
    return sign_ins.until_refused(subject)


@then("the database has one session for each sign-in before")
def one_session_each(subject: ScenarioGateway, sign_ins: SignIns) -> None:
    expect.expect_session_for_each(subject, sign_ins)


@then(parsers.parse('the key "{name}" may soon call "{model}"'))
def key_may_soon_call(subject: ScenarioGateway, name: str, model: str) -> None:
    expect.expect_may_soon_call(subject, name, model)
