"""A run keeps nothing of the scenarios that are over: neither files nor what they were about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contract_harness.ledger.clauses import read_features
from contract_harness.report.assemble import Gathering
from contract_harness.running.choice import chosen
from contract_harness.running.runner import standing_by
from contract_harness.running.verification import PLUGINS, Conditions, verify
from contract_harness.targets.loading import load
from contract_harness.verdicts import ExitCode

CLAUSES = [
    "migration.changed-name-is-refused",
    "migration.changed-checksum-is-refused",
    "migration.unknown-version-is-refused",
    "migration.tables-without-history-are-refused",
]
"""Examples with up to twenty commands each, and each of these has two files of output."""
FEW = 60
"""What one example opens, and what a worker keeps: simulators, a template database, its log."""


def test_what_a_scenario_opened_is_closed_with_it() -> None:
    """Counted after each example, the first of which opens what the worker keeps."""
    ledger, target = read_features(), load("reference")
    open_files: list[int] = []

    with standing_by(PLUGINS) as channel:
        descriptors = Path("/proc") / str(channel.process.pid) / "fd"

        def heard(_all: Gathering, event: Mapping[str, Any] | None, _decided: object) -> None:
            if event and event["kind"] == "example":
                open_files.append(sum(1 for _ in descriptors.iterdir()))

        result = verify(ledger, [chosen(ledger, target, ids=CLAUSES)], Conditions(), heard, channel)

    assert result.exit_code is ExitCode.KEPT
    assert len(open_files) == sum(clause.expected for _, clause in result.clauses) >= 8
    assert max(open_files) <= open_files[0] + FEW
