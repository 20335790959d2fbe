"""Logs: what a gateway says of itself, line by line."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from contract_harness.configs.default_config import MODEL
from contract_harness.drivers.gateway import Gateway
from contract_harness.expect import log_lines
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations
from contract_harness.patience import Patience
from contract_harness.scenes.reporting import Reporting


@given(parsers.parse('a gateway that logs as "{log_format}"'), target_fixture="gateway")
def logs_as(installations: Installations, log_format: str) -> Gateway:
    def prepare(blank: Installation) -> None:
        blank.config["server"]["log_format"] = log_format

    return installations.standing(f"logs as {log_format}", prepare).gateway


@then("each line of its log is a JSON object with time, level and message")
def lines_are_json(gateway: Gateway) -> None:
    log_lines.expect_json_lines(gateway)


@then("its log is made of lines for people")
def lines_are_for_people(gateway: Gateway) -> None:
    log_lines.expect_lines_for_people(gateway)


@then(parsers.parse('the log has a line of "{call}" with its model'))
def log_names_the_model(reporting: Reporting, call: str, patience: Patience) -> None:
    log_lines.expect_line_of(
        reporting.gateway, reporting.calls[call].request_id, MODEL, within_s=patience.arrival_s
    )
