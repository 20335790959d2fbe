"""Spans: what each says of its call, and who sent it."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.telemetry.spans import expect_says, expect_sender, expect_timely
from contract_harness.scenes.telemetry.reporting import Reporting
from contract_harness.scenes.telemetry.spans import Spans
from contract_harness.tables import Table, pairs, values


@then(parsers.parse('the span "{name}" of "{call}" says:'))
def span_says(spans: Spans, name: str, call: str, datatable: Table) -> None:
    expect_says(spans.find(name, call), values(spans.filled(datatable, call)))


@then("the span of each call begins and ends with it")
def spans_are_timely(reporting: Reporting) -> None:
    expect_timely(reporting)


@then("every span and metric comes from:")
def everything_comes_from(reporting: Reporting, datatable: Table) -> None:
    reporting.everything_settled()
    expect_sender(reporting.collector.resources(), dict(pairs(datatable)))
