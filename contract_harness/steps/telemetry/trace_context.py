"""Trace context: what a caller tells of its trace, and what becomes of that."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from contract_harness.clients.http import Reply
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect.telemetry import trace_context
from contract_harness.patience import Patience
from contract_harness.scenes.telemetry import trace_headers
from contract_harness.scenes.telemetry.reporting import Reporting
from contract_harness.scenes.telemetry.spans import Spans
from contract_harness.tables import Pairs, Table, column, pairs
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import SimulatedAdminUi
from contract_harness.upstreams.provider import SimulatedProvider


@pytest.fixture
def calling(reporting: Reporting) -> Gateway:
    """The gateway that is called: the one that reports, unless a step put another in its place."""
    return reporting.gateway


@pytest.fixture
def sent() -> Pairs:
    """The trace headers of the scenario's call."""
    return []


@given("a gateway that sends no telemetry", target_fixture="calling")
def sends_no_telemetry(gateway: Gateway) -> Gateway:
    return gateway


@when(
    parsers.parse('the caller asks "{model}" for a completion with the trace headers:'),
    target_fixture="reply",
)
def asks_with_trace_headers(
    calling: Gateway, credentials: Credentials, request_id: str, sent: Pairs, model: str, datatable: Table
) -> Reply:
    sent += pairs(datatable)
    return trace_headers.complete(calling, credentials.api_key, request_id, sent, model=model)


@when(parsers.parse('the visitor sends a "{method}" request with the trace headers:'), target_fixture="reply")
def sends_with_trace_headers(
    calling: Gateway, base_path: str, request_id: str, sent: Pairs, method: str, datatable: Table
) -> Reply:
    sent += pairs(datatable)
    return trace_headers.ask_ui(calling, base_path, request_id, sent, method=method)


@then("the provider receives the trace headers:")
def provider_receives(
    provider: SimulatedProvider, request_id: str, spans: Spans, sent: Pairs, datatable: Table
) -> None:
    trace_context.expect_received(
        provider, request_id, pairs(datatable), sent=sent, filled=lambda: pairs(spans.filled(datatable))
    )


@then("the admin UI receives the trace headers:")
def ui_receives(
    admin_ui: SimulatedAdminUi, request_id: str, spans: Spans, sent: Pairs, datatable: Table
) -> None:
    trace_context.expect_received(
        admin_ui, request_id, pairs(datatable), sent=sent, filled=lambda: pairs(spans.filled(datatable))
    )


@then("the provider receives nothing of:")
def provider_receives_nothing_of(provider: SimulatedProvider, request_id: str, datatable: Table) -> None:
    trace_context.expect_nothing_of(provider, request_id, column(datatable))


@then(parsers.parse('the collector gets no span of the trace "{trace_id}"'))
def no_span_of_the_trace(reporting: Reporting, credentials: Credentials, trace_id: str) -> None:
    later = trace_headers.complete_sampled(reporting.gateway, credentials.api_key)
    trace_context.expect_unsent(reporting.collector, trace_id, later=later)


@then(parsers.parse('a log line of the call names the trace "{trace_id}"'))
def log_names_the_trace(calling: Gateway, request_id: str, trace_id: str, patience: Patience) -> None:
    trace_context.expect_logged(calling, request_id, trace_id, within_s=patience.arrival_s)
