"""Logs: what a gateway says of itself, line by line."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.drivers.gateway import Gateway
from contract_harness.expect.telemetry import logs
from contract_harness.patience import Patience
from contract_harness.scenes.telemetry.reporting import Reporting


@then(parsers.parse('each log line is "{kind}"'))
def each_log_line_is(gateway: Gateway, kind: str) -> None:
    logs.EACH_LINE[kind](gateway)


@then(parsers.parse('a log line of "{call}" names the model "{model}"'))
def log_names_the_model(reporting: Reporting, call: str, model: str, patience: Patience) -> None:
    request_id = reporting.calls[call].request_id
    logs.expect_line_of(reporting.gateway, request_id, model, within_s=patience.arrival_s)
