"""Privacy: what neither a collector nor a log gets to know."""

from __future__ import annotations

from pytest_bdd import parsers, then

from contract_harness.expect.telemetry import privacy
from contract_harness.scenes.telemetry.reporting import Reporting


@then(parsers.parse('no export holds "{what}"'))
def no_export_holds(reporting: Reporting, what: str) -> None:
    privacy.expect_unsent(reporting, what)


@then(parsers.parse('no log line holds "{what}"'))
def no_log_line_holds(reporting: Reporting, what: str) -> None:
    privacy.expect_unlogged(reporting, what)
