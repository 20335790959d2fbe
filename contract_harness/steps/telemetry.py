"""Telemetry: what a gateway that reports tells its collector of the calls made at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then

from contract_harness.collector import Collector
from contract_harness.expect import telemetry_metrics, telemetry_privacy, telemetry_spans
from contract_harness.installations.pool import Installations, Pool
from contract_harness.scenes.reporting import COUNTED, INTERVAL_S, Reporting
from contract_harness.tables import Table, column, values


@pytest.fixture(scope="session")
def reporter(pool: Pool) -> Iterator[Reporting]:  # noqa: ARG001 - each target has a collector of its own
    """The gateway that reports, for every scenario that only looks at what it told."""
    with Collector() as collector:
        yield Reporting(collector)


@given("a gateway that reports to a collector", target_fixture="reporting")
def reports(installations: Installations, reporter: Reporting) -> Reporting:
    reporter.stand(installations)
    return reporter


@then(parsers.parse('there is a span of "{call}" that says:'))
@then(parsers.parse('the span of "{call}" says:'))
def span_says(reporting: Reporting, call: str, datatable: Table) -> None:
    telemetry_spans.expect_says(reporting.request_span(call), values(datatable))


@then(parsers.parse('the span of "{call}" does not say:'))
def span_does_not_say(reporting: Reporting, call: str, datatable: Table) -> None:
    telemetry_spans.expect_silent_about(reporting.request_span(call), column(datatable))


@then(parsers.parse('the span of "{call}" is of kind "{kind}"'))
def span_is_of_kind(reporting: Reporting, call: str, kind: str) -> None:
    telemetry_spans.expect_kind(reporting.request_span(call), kind)


@then(parsers.parse('the span of "{call}" tells how it was answered'))
def span_tells_the_outcome(reporting: Reporting, call: str) -> None:
    telemetry_spans.expect_outcome(reporting.request_span(call), reporting.calls[call].reply)


@then(parsers.parse('a span of the provider is below that of "{call}" and says:'))
def provider_span_says(reporting: Reporting, call: str, datatable: Table) -> None:
    span = reporting.provider_span(call)
    telemetry_spans.expect_below(span, reporting.request_span(call))
    telemetry_spans.expect_says(span, values(datatable))


@then(parsers.parse('the provider\'s span of "{call}" is of kind "{kind}"'))
def provider_span_is_of_kind(reporting: Reporting, call: str, kind: str) -> None:
    telemetry_spans.expect_kind(reporting.provider_span(call), kind)


@then("every span and metric names the service")
def everything_names_the_service(reporting: Reporting) -> None:
    reporting.everything_settled()
    telemetry_spans.expect_served(reporting.collector.resources())


@then(parsers.parse('the counter "{metric}" stands at {total:d} for:'))
def counter_stands_at(reporting: Reporting, metric: str, total: int, datatable: Table) -> None:
    telemetry_metrics.expect_counted(reporting.settled(metric), values(datatable), total=total)


@then(parsers.parse('the histogram "{metric}" has {times:d} record in "{unit}" for:'))
def histogram_has(reporting: Reporting, metric: str, times: int, unit: str, datatable: Table) -> None:
    telemetry_metrics.expect_timed(reporting.settled(metric), values(datatable), times=times, unit=unit)


@then(parsers.parse('the metric "{metric}" has nothing for:'))
def metric_has_nothing(reporting: Reporting, metric: str, datatable: Table) -> None:
    telemetry_metrics.expect_uncounted(reporting.settled(metric), values(datatable))


@then("metrics come at the configured interval")
def metrics_come_at_the_interval(reporting: Reporting) -> None:
    reporting.settled(COUNTED)
    telemetry_metrics.expect_interval(reporting.collector, INTERVAL_S)


@then("no series is about a stranger")
def no_series_of_strangers(reporting: Reporting) -> None:
    reporting.everything_settled()
    telemetry_metrics.expect_no_strangers(reporting.collector.points)


@then(parsers.parse("nothing that was sent holds {what}"))
def nothing_sent_holds(reporting: Reporting, what: str) -> None:
    telemetry_privacy.expect_unsent(reporting, what)


@then(parsers.parse("nothing that was logged holds {what}"))
def nothing_logged_holds(reporting: Reporting, what: str) -> None:
    telemetry_privacy.expect_unlogged(reporting, what)
