"""The target of the observed gateway, asked of a facsimile that has that gateway's ways."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.ledger.clauses import Tier, read_features
from contract_harness.targets.loading import load
from tests.given.places import GATEWAYS

FACSIMILE = GATEWAYS / "observed" / "observed.toml"

WAITING = [
    # Clauses that the observed gateway breaks by what never comes, each seen after many seconds.
    "bootstrap.guessing-is-throttled",
    "operations.start-waits-for-no-network",
    "same-origin.browsers-learn-that-the-ui-is-slow",
    "same-origin.first-bytes-arrive-first",
    "telemetry.bad-trace-is-ignored",
    "telemetry.burst-arrives-whole",
    "telemetry.exit-does-not-wait",
    "telemetry.http-when-asked",
    "telemetry.log-lines-name-their-trace",
    "telemetry.outage-is-bridged",
    "telemetry.replicas-are-told-apart",
    "telemetry.spans-tell-the-outcome",
    "telemetry.trace-reaches-the-admin-ui",
    "telemetry.trace-reaches-the-provider",
    "telemetry.unknown-paths-have-no-route",
    "telemetry.unsampled-traces-are-not-sent",
]
BY_SCRIPT = ["same-origin.changes-on-a-page-are-made", "same-origin.ui-session-opens-the-api"]
"""Its admin UI works by script only, and this test brings no browser."""


def test_nothing_of_core_is_broken_but_what_it_ships() -> None:
    """A core clause that it breaks is none, unless what it ships never boots; each deviation was seen."""
    ledger, deviations = read_features(), load("oceans-v0.6").deviations

    core = [ledger.clause(clause) for clause in deviations if ledger.clause(clause).tier is Tier.CORE]
    assert {"deployment"} == {clause.profile for clause in core}
    assert not any(one.predicted for one in deviations.values())
    assert all("observed gateway, " in one.reason for one in deviations.values())


@pytest.mark.parametrize(
    ("database", "asked"),
    [
        ("libsql", []),
        ("postgres", ["--profile", "migration", "--profile", "bootstrap"]),
    ],
)
def test_the_facsimile_is_judged_as_the_target_says(
    tmp_path: Path, database: str, asked: Sequence[str]
) -> None:
    """It deviates from what the target names and keeps all else, its admin UI included: the run succeeds."""
    words = [*asked, *(word for clause in WAITING for word in ("--exclude", clause))]
    code = main(["verify", str(FACSIMILE), "--database", database, "--report-dir", str(tmp_path), *words])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    clauses = [one for one in report["targets"][0]["clauses"] if one["scored"]]
    deviating = [one["id"] for one in clauses if one["verdict"] == "deviation"]
    unseen = {one["id"] for one in clauses if one["verdict"] == "not-applicable"}
    unseen -= set(load("oceans-v0.6").not_expressible)
    declared = {one["id"]: one["deviation"] for one in clauses if "deviation" in one}
    certain = [clause for clause, one in declared.items() if "by_chance" not in one]
    assert certain == [clause for clause in deviating if clause in certain]
    assert set(deviating) <= set(declared)
    assert (BY_SCRIPT if database == "libsql" else []) == [
        clause for clause in sorted(unseen) if clause.startswith("same-origin.")
    ]
    assert 0 == code
