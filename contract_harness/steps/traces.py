"""Traces: what a caller tells of its trace, and what becomes of that."""

from __future__ import annotations

import uuid

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.public import PING
from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import telemetry_traces
from contract_harness.patience import Patience
from contract_harness.scenes.reporting import Reporting
from contract_harness.scenes.trace_headers import STATE, Traced, trace_called
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider


@pytest.fixture
def calling(reporting: Reporting) -> Gateway:
    """The gateway that is called: the one that reports, unless a step put another in its place."""
    return reporting.gateway


@given("a gateway that sends no telemetry", target_fixture="calling")
def sends_no_telemetry(gateway: Gateway) -> Gateway:
    return gateway


@when(parsers.parse("a caller asks for a completion within {trace}"), target_fixture="traced")
def asks_within(calling: Gateway, credentials: Credentials, trace: str) -> Traced:
    return _asked(calling, credentials, trace)


@when(parsers.parse("a visitor opens a page within {trace}"), target_fixture="traced")
def opens_within(reporting: Reporting, base_path: str, trace: str) -> Traced:
    told, request_id = trace_called(trace), f"traced-{uuid.uuid4()}"
    visitor = Visitor(reporting.gateway.http, base_path=base_path)
    reply = visitor.open("/traced", headers=(("x-request-id", request_id), *told.headers))
    return Traced(told, request_id, reply)


@then("the span of the call is below the caller's, in the caller's trace")
def span_continues(reporting: Reporting, traced: Traced) -> None:
    telemetry_traces.expect_continued(reporting.collector, traced)


@then("the call is answered in a trace of its own")
def answered_in_its_own(reporting: Reporting, traced: Traced) -> None:
    telemetry_traces.expect_own_trace(reporting.collector, traced)


@then(parsers.parse("the provider is told of the span of its call and of {whose} state"))
def provider_is_told(reporting: Reporting, provider: SimulatedProvider, traced: Traced, whose: str) -> None:
    state = "" if whose == "no" else STATE
    telemetry_traces.expect_told_of_span(reporting.collector, provider, traced, state=state)


@then("the admin UI is told of the span of the request and of the visitor's state")
def ui_is_told(reporting: Reporting, admin_ui: SimulatedAdminUi, traced: Traced) -> None:
    telemetry_traces.expect_told_of_span(reporting.collector, admin_ui, traced, state=STATE)


@then("the provider is told of the caller's trace and state")
def trace_is_passed_on(provider: SimulatedProvider, traced: Traced) -> None:
    telemetry_traces.expect_passed_on(provider, traced, state=STATE)


@then("the provider is told of the caller's trace as not sampled")
def trace_is_passed_on_unsampled(provider: SimulatedProvider, traced: Traced) -> None:
    telemetry_traces.expect_unsampled(provider, traced)


@then("nothing of the caller's trace reaches the provider")
def trace_is_not_passed_on(provider: SimulatedProvider, traced: Traced) -> None:
    telemetry_traces.expect_unreached(provider, traced)


@then("no span of the call is sent")
def no_span_is_sent(reporting: Reporting, credentials: Credentials, traced: Traced) -> None:
    later = _asked(reporting.gateway, credentials, "a trace")
    telemetry_traces.expect_unsent(reporting.collector, traced, later)


@then("a log line of the call names its trace")
def log_names_the_trace(calling: Gateway, traced: Traced, patience: Patience) -> None:
    telemetry_traces.expect_logged(calling, traced, within_s=patience.arrival_s)


def _asked(gateway: Gateway, credentials: Credentials, trace: str) -> Traced:
    told, request_id = trace_called(trace), f"traced-{uuid.uuid4()}"
    headers = (("x-request-id", request_id), *told.headers)
    reply = gateway.public().complete(credentials.api_key, MODEL, PING, headers=headers)
    return Traced(told, request_id, reply)
