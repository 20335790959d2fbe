"""Examining a target before a run: what a run would stumble over, each with its remedy."""

from contract_harness.doctor.examination import examine
from contract_harness.doctor.finding import Finding
from contract_harness.doctor.machine import browser, reports

__all__ = ["Finding", "browser", "examine", "reports"]
