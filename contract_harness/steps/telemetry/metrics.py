"""Metrics: what is counted and timed, and how often the collector is told."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.collector import Collector
from contract_harness.expect.telemetry import metrics
from contract_harness.scenes.telemetry.reporting import Reporting
from contract_harness.scenes.telemetry.spans import Spans
from contract_harness.tables import Table, values


@then(parsers.parse('the counter "{metric}" stands at "{total:d}" for:'))
def counter_stands_at(reporting: Reporting, metric: str, total: int, datatable: Table) -> None:
    metrics.expect_counted(reporting.settled(metric), values(datatable), total=total)


@then(parsers.parse('the histogram "{metric}" times "{call}" in "{unit}" for:'))
def histogram_times(
    reporting: Reporting, spans: Spans, metric: str, call: str, unit: str, datatable: Table
) -> None:
    wanted = values(spans.filled(datatable, call))
    metrics.expect_timed(reporting.settled(metric), wanted, [reporting.calls[call]], unit=unit)


@then(parsers.parse('the metric "{metric}" has no series for:'))
def metric_has_no_series(reporting: Reporting, metric: str, datatable: Table) -> None:
    metrics.expect_uncounted(reporting.settled(metric), values(datatable))


@then(parsers.parse("the collector gets metrics every {seconds:d} s"))
def metrics_come_every(collector: Collector, seconds: int) -> None:
    metrics.expect_interval(collector, seconds)


@then("no series names what only a caller knows")
def no_series_of_strangers(reporting: Reporting) -> None:
    reporting.everything_settled()
    before = reporting.collector.points
    metrics.expect_no_strangers(before)
    metrics.expect_no_growth(before, reporting.strangers_come_again())
