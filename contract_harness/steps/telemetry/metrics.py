"""Metrics: what is counted and timed, and how often the collector is told."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.telemetry import metrics
from contract_harness.scenes.telemetry.reporting import COUNTED, INTERVAL_S, Reporting
from contract_harness.tables import Table, values


@then(parsers.parse('the counter "{metric}" stands at "{total:d}" for:'))
def counter_stands_at(reporting: Reporting, metric: str, total: int, datatable: Table) -> None:
    metrics.expect_counted(reporting.settled(metric), values(datatable), total=total)


@then(parsers.parse('the histogram "{metric}" has {times:d} record in "{unit}" for:'))
def histogram_has(reporting: Reporting, metric: str, times: int, unit: str, datatable: Table) -> None:
    metrics.expect_timed(reporting.settled(metric), values(datatable), times=times, unit=unit)


@then(parsers.parse('the metric "{metric}" has no series for:'))
def metric_has_no_series(reporting: Reporting, metric: str, datatable: Table) -> None:
    metrics.expect_uncounted(reporting.settled(metric), values(datatable))


@then("the collector gets metrics at the configured interval")
def metrics_come_at_the_interval(reporting: Reporting) -> None:
    reporting.settled(COUNTED)
    metrics.expect_interval(reporting.collector, INTERVAL_S)


@then("no series names what only a caller knows")
def no_series_of_strangers(reporting: Reporting) -> None:
    reporting.everything_settled()
    metrics.expect_no_strangers(reporting.collector.points)
