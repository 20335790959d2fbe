"""A gateway of a later generation, by a target that the one page is enough to write: every red is its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from contract_harness.cli import main
from contract_harness.ledger.clauses import Tier, read_features
from tests.given.places import GATEWAYS

SUCCESSOR = GATEWAYS / "successor" / "successor.toml"

ITS_DEFECT = "bootstrap.invited-admin-does-not-block-bootstrap"
LOCKED_OUT = [
    # Where its defect leaves nobody who could sign in and look.
    "bootstrap.admin-is-not-an-ordinary-user",
    "bootstrap.commands-may-be-repeated",
    "bootstrap.existing-admin-needs-no-password",
    "bootstrap.existing-admin-outranks-the-config",
    "bootstrap.second-boot-changes-nothing",
    "bootstrap.seeded-models-are-offered",
    "bootstrap.seeded-users-are-invited",
    "operations.full-disk-is-told",
    "operations.unwritable-database-is-read",
]
UNSAID = [
    # By [not_expressible] of its target, and by `not_expressible(…)` of its template.
    "bootstrap.key-values-come-only-from-the-environment",
    "bootstrap.reserved-team-cannot-be-declared",
    "bootstrap.seeded-key-is-listed",
    "bootstrap.seeded-teams-exist",
]
OTHERWISE = [
    # What it has by another name, or has more of.
    "bootstrap.reseeded-budget-follows-the-config",
    "bootstrap.seeded-budgets-are-stored",
    "bootstrap.unlisted-people-stay",
    "migration.apply-creates-the-tables",
    "migration.failed-apply-leaves-nothing",
    "migration.kill-leaves-all-or-nothing",
    "migration.startup-migrates",
    "operations.health-documents-are-stable",
    "operations.liveness-is-about-the-process",
    "telemetry.provider-call-is-a-child-span",
    "telemetry.span-of-a-completion-names-its-way",
]


def core(*profiles: str) -> list[str]:
    """Every core clause of these profiles."""
    return [one.id for one in read_features().clauses if one.profile in profiles and one.tier is Tier.CORE]


@pytest.mark.parametrize(
    ("database", "asked"),
    [
        ("libsql", sorted({*core("bootstrap", "migration"), *OTHERWISE, *LOCKED_OUT, ITS_DEFECT})),
        ("postgres", [*OTHERWISE, *LOCKED_OUT, *UNSAID, ITS_DEFECT]),
    ],
)
def test_every_red_is_its_own(tmp_path: Path, database: str, asked: Sequence[str]) -> None:
    """One deviation, what it hides, what its config cannot say; all else is kept, and the run succeeds."""
    words = [word for clause in asked for word in ("--clause", clause)]
    code = main(["verify", str(SUCCESSOR), "--database", database, "--report-dir", str(tmp_path), *words])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    verdicts = {one["id"]: one["verdict"] for one in report["targets"][0]["clauses"]}
    assert {
        **dict.fromkeys(asked, "kept"),
        **dict.fromkeys(LOCKED_OUT, "blocked"),
        **dict.fromkeys(UNSAID, "not-applicable"),
        ITS_DEFECT: "deviation",
    } == verdicts
    assert 0 == code


def test_doctor_names_what_its_target_would_have_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without [tables] it lists the tables that are not there, and the one that is; with it, it is fit."""
    text = SUCCESSOR.read_text("utf-8")
    (tmp_path / "gateway.yaml.j2").write_text(SUCCESSOR.with_name("gateway.yaml.j2").read_text("utf-8"))
    (tmp_path / "successor.toml").write_text(
        text.replace('user_budgets = "budgets"\nteam_budgets = "budgets"\n', "")
    )

    assert 1 == main(["doctor", str(tmp_path / "successor.toml")])
    said = " ".join(capsys.readouterr().out.split())
    assert "does not make team_budgets, user_budgets; there are others: budgets" in said
    assert 0 == main(["doctor", str(SUCCESSOR)])
