"""The call in flight: begun, held back by an upstream, and answered or cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.expect import in_flight as expect
from contract_harness.scenes import in_flight
from contract_harness.scenes.in_flight import Caller, CallInFlight
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider


@pytest.fixture
def caller(
    visitor: Visitor, credentials: Credentials, provider: SimulatedProvider, admin_ui: SimulatedAdminUi
) -> Caller:
    """Somebody whose calls take long."""
    return Caller(visitor, credentials.api_key or "", provider, admin_ui)


@given(parsers.parse('a "{call}" is in flight'), target_fixture="call")
def is_in_flight(caller: Caller, raw: Callable[[], RawConnection], call: str) -> CallInFlight:
    return in_flight.begin(call, caller, raw)


@when("the call in flight goes on")
def call_goes_on(call: CallInFlight) -> None:
    call.go_on()


@then(parsers.parse('the call in flight is "{fate}"'))
def call_is(call: CallInFlight, fate: str) -> None:
    expect.expect_fate(call, fate)
