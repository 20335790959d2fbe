"""Stopping: being told to, finishing what was begun, and beginning nothing new."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.raw import RawConnection
from contract_harness.expect import stopping as expect
from contract_harness.installations.installation import ProcessGateway
from contract_harness.installations.pool import Installations
from contract_harness.scenes import operator, stopping
from contract_harness.scenes.stopping import CALLS, Caller, CallInFlight
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider

_CALL = "|".join(CALLS)


@pytest.fixture
def caller(
    visitor: Visitor, credentials: Credentials, provider: SimulatedProvider, admin_ui: SimulatedAdminUi
) -> Caller:
    """Somebody whose calls take long."""
    return Caller(visitor, credentials.api_key or "", provider, admin_ui)


@given(parsers.parse("a gateway that is given {grace_s:g} s to finish"), target_fixture="gateway")
def gateway_with_grace(installations: Installations, grace_s: float) -> ProcessGateway:
    installation = installations.from_template("in use", operator.serve_once)
    installation.config["server"]["shutdown_grace_secs"] = grace_s
    return installation.serve_as_promised()


@given("a visitor keeps a connection open", target_fixture="idle")
def keeps_a_connection(raw: Callable[[], RawConnection]) -> RawConnection:
    connection = raw()
    stopping.keep_a_connection(connection)
    return connection


@given(parsers.re(f"(?P<call>{_CALL}) is in flight"), target_fixture="call")
def is_in_flight(caller: Caller, raw: Callable[[], RawConnection], call: str) -> CallInFlight:
    return CALLS[call](caller, raw())


@given("a probe has begun to ask for the readiness", target_fixture="probe")
def probe_has_begun(raw: Callable[[], RawConnection]) -> RawConnection:
    connection = raw()
    stopping.begin_a_probe(connection)
    return connection


@when(parsers.parse("the gateway is told to stop by {signal}"), target_fixture="told_at")
def told_to_stop(gateway: ProcessGateway, signal: str) -> float:
    told_at = time.monotonic()
    stopping.tell(gateway, signal)
    return told_at


@when("what it waits for goes on")
def upstream_goes_on(call: CallInFlight) -> None:
    call.hold.release()


@then("it has stopped")
def has_stopped(gateway: ProcessGateway) -> None:
    expect.expect_stopped(gateway)


@then("it has stopped without failure")
def has_stopped_well(gateway: ProcessGateway) -> None:
    expect.expect_stopped_well(gateway)


@then(parsers.parse("it has stopped about {grace_s:g} s later"))
def has_stopped_later(gateway: ProcessGateway, told_at: float, grace_s: float) -> None:
    expect.expect_stopped_about(gateway, grace_s=grace_s, told_at=told_at)


@then("the call in flight is answered whole")
def call_is_whole(call: CallInFlight) -> None:
    expect.expect_whole(call)


@then("the call in flight is not answered whole")
def call_is_cut(call: CallInFlight) -> None:
    expect.expect_cut(call)


@then("the call in flight is told that its connection ends")
def connection_ends(call: CallInFlight) -> None:
    expect.expect_connection_ends(call)


@then("the idle connection is closed")
def idle_is_closed(idle: RawConnection) -> None:
    expect.expect_closed(idle)


@then("a new connection is refused")
def newcomer_is_refused(gateway: ProcessGateway) -> None:
    expect.expect_refuses(gateway)


@then("the probe is not told that the gateway is ready")
def probe_is_not_told(probe: RawConnection) -> None:
    expect.expect_not_ready(probe)
