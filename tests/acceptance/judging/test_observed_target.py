"""The target of the observed gateway, asked of a facsimile that has that gateway's ways."""

import json
import shlex
import sys
from pathlib import Path

from contract_harness.cli import main
from contract_harness.ledger.clauses import Tier, read_features
from contract_harness.targets.loading import load
from tests.given.places import GATEWAYS

FACSIMILE = GATEWAYS / "observed" / "gateway.py"

TELLING = GATEWAYS / "observed" / "telling.py"
TOLD_OTHERWISE = [
    # Of the predictions about telemetry, those that are seen to be true without a long wait.
    "telemetry.spans-have-kinds",
    "telemetry.spans-tell-the-outcome",
    "telemetry.spans-follow-the-conventions",
    "telemetry.left-at-the-end-is-sent",
    "telemetry.trace-is-continued",
    "telemetry.trace-passes-without-a-collector",
]

KEPT = [
    # What the facsimile does otherwise than we do, and core must bear.
    "migration.status-lists-what-is-pending",  # an empty file is left behind
    "migration.history-remembers-each-migration",  # two migrations, named after files
    "migration.failed-apply-leaves-nothing",  # the history table is left
    "migration.startup-switched-off-leaves-the-schema-alone",  # it dies of a query
    "bootstrap.existing-admin-outranks-the-config",  # seeding touches every listed user
    "bootstrap.unset-variables-stop-the-boot",  # the admin is there by then
    "same-origin.root-mount-leaves-the-apis",
    "same-origin.connection-named-requests-stop",
    "same-origin.unknown-routes-are-not-found",  # without a request id
]
PREDICTED = [
    "migration.checksums-are-digests",
    "migration.refused-apply-leaves-no-trace",
    "bootstrap.no-half-made-admin",
    "bootstrap.unknown-config-key-is-an-error",
    "same-origin.base-path-with-a-slash-is-served",
    "same-origin.browsers-are-shown-pages",
    "same-origin.root-leads-browsers-to-the-ui",
    "same-origin.browsers-learn-that-the-ui-is-slow",
    "same-origin.redirects-reach-the-browser",
    "same-origin.visitors-do-not-name-the-origin",
    "same-origin.header-injection-is-refused",
]


def test_nothing_of_core_is_predicted_to_break() -> None:
    """A core clause that the observed gateway would break is none; and every deviation is a prediction."""
    ledger, deviations = read_features(), load("oceans-v0.6").deviations

    assert {Tier.HARDENED} == {ledger.clause(clause).tier for clause in deviations}
    assert all(one.predicted and "observed gateway, " in one.reason for one in deviations.values())


def test_the_facsimile_is_judged_as_predicted(tmp_path: Path) -> None:
    """What the target calls predicted comes true, and all else is kept: the run succeeds."""
    asked = [word for clause in (*KEPT, *PREDICTED) for word in ("--clause", clause)]
    command = shlex.join([sys.executable, str(FACSIMILE)])

    code = main(["verify", "oceans-v0.6", "--command", command, "--report-dir", str(tmp_path), *asked])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    verdicts = {one["id"]: one["verdict"] for one in report["targets"][0]["clauses"]}
    assert dict.fromkeys(KEPT, "kept") | dict.fromkeys(PREDICTED, "deviation") == {
        clause: verdicts[clause] for clause in (*KEPT, *PREDICTED)
    }
    assert 0 == code


def test_its_telemetry_is_enough_for_core_and_no_more(tmp_path: Path) -> None:
    """Each core clause of telemetry holds, and predictions come true, on a gateway that tells as it does."""
    ledger = read_features()
    core = [one.id for one in ledger.clauses if one.profile == "telemetry" and one.tier is Tier.CORE]
    asked = [word for clause in (*core, *TOLD_OTHERWISE) for word in ("--clause", clause)]
    command = shlex.join([sys.executable, str(TELLING)])

    code = main(["verify", "oceans-v0.6", "--command", command, "--report-dir", str(tmp_path), *asked])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    verdicts = {one["id"]: one["verdict"] for one in report["targets"][0]["clauses"]}
    assert dict.fromkeys(core, "kept") | dict.fromkeys(TOLD_OTHERWISE, "deviation") == {
        clause: verdicts[clause] for clause in (*core, *TOLD_OTHERWISE)
    }
    assert 0 == code
