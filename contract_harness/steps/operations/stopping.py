"""Stopping: the grace period, how the gateway ends, and the connections that stand open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pytest_bdd import given, parsers, then

from contract_harness.clients.raw import RawConnection
from contract_harness.expect import in_flight as calls
from contract_harness.expect.operations import stopping as expect
from contract_harness.installations.installation import ProcessGateway
from contract_harness.installations.pool import Installations
from contract_harness.scenes import in_flight, operator
from contract_harness.scenes.in_flight import CallInFlight


@given(parsers.parse("a gateway with a grace period of {grace_s:g} s"), target_fixture="gateway")
def gateway_with_grace(installations: Installations, grace_s: float) -> ProcessGateway:
    installation = installations.from_template("in use", operator.serve_once)
    installation.config["server"]["shutdown_grace_secs"] = grace_s
    return installation.serve_as_promised()


@given("a visitor keeps an idle connection and a silent one open", target_fixture="idle")
def keeps_connections(raw: Callable[[], RawConnection]) -> list[RawConnection]:
    idle, silent = raw(), raw()
    in_flight.keep_a_connection(idle)
    return [idle, silent]


@then(parsers.parse("the gateway has stopped about {grace_s:g} s later"))
def gateway_has_stopped_later(
    installations: Installations, gateway: ProcessGateway, told_at: float, grace_s: float
) -> None:
    control = partial(operator.time_an_idle_stop, installations)
    expect.expect_stopped_about(gateway, grace_s=grace_s, told_at=told_at, control=control)


@then("both connections are closed")
def both_are_closed(idle: list[RawConnection]) -> None:
    expect.expect_closed(idle)


@then("the probe in flight is not told that the gateway is ready")
def probe_is_not_told(call: CallInFlight, gateway: ProcessGateway) -> None:
    calls.expect_not_ready(call, gateway)
