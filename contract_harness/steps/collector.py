"""Collectors: where they listen, and what gateways report to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then

from contract_harness.collector import Collector
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect.spans import expect_has
from contract_harness.installations.pool import Installations, Pool
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.telemetry.collectors import WITHOUT_DELAY, Collectors
from contract_harness.scenes.telemetry.reporting import Reporters, Reporting
from contract_harness.scenes.telemetry.spans import Spans
from contract_harness.scenes.telemetry.trace_headers import new_request_id
from contract_harness.tables import Table, pairs


@pytest.fixture
def collectors() -> Iterator[Collectors]:
    """The collectors of this scenario."""
    collectors = Collectors()
    yield collectors
    collectors.close()


@pytest.fixture
def collector(collectors: Collectors) -> Collector:
    """The one that a scenario with one collector is about."""
    return collectors["main"]


@pytest.fixture(scope="session")
def reporters(pool: Pool) -> Iterator[Reporters]:  # noqa: ARG001 - each target has collectors of its own
    """Gateways that report, for every scenario that only looks at what they told or do meanwhile."""
    reporters = Reporters()
    yield reporters
    reporters.close()


@pytest.fixture
def reporting(reporters: Reporters) -> Reporting:
    """The gateway that reports to a collector which takes everything; it stands once a step said so."""
    return reporters["back"]


@pytest.fixture
def request_id() -> str:
    """What tells the call that a scenario makes from all others."""
    return new_request_id()


@pytest.fixture
def spans(reporting: Reporting, request_id: str) -> Spans:
    """The spans of the gateway that reports."""
    return Spans(reporting, request_id)


@given(parsers.parse('a collector named "{name}" listens'))
def collector_listens(subject: ScenarioGateway, collectors: Collectors, name: str) -> None:
    subject.named |= collectors.endpoints(name)
    subject.environment.update(WITHOUT_DELAY)


@given("a gateway that reports to a collector", target_fixture="gateway")
def reports(installations: Installations, reporting: Reporting) -> Gateway:
    reporting.stand(installations)
    return reporting.gateway


@then(parsers.parse('the span "{name}" of "{call}" has:'))
def span_has(spans: Spans, name: str, call: str, datatable: Table) -> None:
    expect_has(spans.find(name, call), pairs(spans.filled(datatable, call)))
