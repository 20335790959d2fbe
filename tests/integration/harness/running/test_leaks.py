"""A gateway that says every secret it knows, judged for real: nothing that is written holds one."""

import os
import subprocess
import sys

import pytest

from contract_harness.evidence.secret_forms import cores_of, forms_of
from contract_harness.report import json_reader
from contract_harness.verdicts import Verdict
from tests.given.places import GATEWAYS

LEAKY = GATEWAYS / "leaky_gateway.py"
STAGING_TOKEN = "stg/+ \"quoted\" & 'so' <0123456789>"
TARGET = f"""
driver = "process"
about = "A gateway that keeps nothing to itself."
claims = ["same-origin", "bootstrap", "migration"]
inherit_env = ["STAGING_TOKEN", "KEEPSAKE"]
gateway = "{{python}} -I '{LEAKY}'"
[commands]
serve = "{{gateway}} serve {{config}}"
migrate = "{{gateway}} migrate {{config}}"
"""
CLAUSES = [
    "same-origin.three-surfaces-answer",
    "same-origin.api-session-opens-the-ui",
    "same-origin.session-cookie-covers-the-origin",
    "bootstrap.admin-signs-in",
    "bootstrap.key-opens-no-admin-api",
    "migration.apply-creates-the-tables",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run, with what it printed among the reports, and the secrets that were in it."""
    folder = tmp_path_factory.mktemp("leaky")
    (folder / "leaky.toml").write_text(TARGET, "utf-8")
    words = [sys.executable, "-m", "contract_harness", "verify", "leaky.toml", "--report-dir", "reports"]
    done = subprocess.run(
        [*words, *(word for clause in CLAUSES for word in ("--clause", clause))],
        cwd=folder,
        env={**os.environ, "STAGING_TOKEN": STAGING_TOKEN, "KEEPSAKE": str(folder / "keepsake")},
        capture_output=True,
        check=False,
    )
    (folder / "reports" / "stdout").write_bytes(done.stdout)
    (folder / "reports" / "stderr").write_bytes(done.stderr)
    return folder / "reports", set((folder / "keepsake").read_text("utf-8").splitlines())


def test_the_run_was_worth_looking_at(run):
    """Clauses broke with exchanges, commands and logs on record, and secrets of every kind were about."""
    reports, secrets = run
    clauses = json_reader.read(reports / "report.json").targets[0].clauses
    examples = [one for clause in clauses for one in clause.examples if one.verdict is not Verdict.KEPT]

    assert {Verdict.BROKEN} <= {clause.verdict for clause in clauses}
    assert any(one.exchanges for one in examples)
    assert any(one.commands for one in examples)
    assert any(text.strip() for one in examples for text in one.logs.values())
    assert STAGING_TOKEN in secrets
    assert len(secrets) > 6


def test_no_file_holds_a_secret_in_any_form(run):
    """Every file of the report and every word on the terminal, searched for every form of every secret."""
    reports, secrets = run
    written = {file.name: file.read_text("utf-8") for file in sorted(reports.iterdir())}

    assert {"report.html", "report.json", "junit.xml", "summary.md", "badge.json", "stdout"} <= set(written)
    assert [] == [
        (name, form)
        for name, text in written.items()
        for secret in secrets
        for form in forms_of(secret) | cores_of(secret)
        if form in text
    ]


def test_what_was_taken_out_can_be_set_again(run):
    """Variables stand where the secrets were."""
    text = (run[0] / "report.json").read_text("utf-8")

    for variable in (
        "$ADMIN_PASSWORD",
        "$API_KEY",
        "$IDENTITY_SECRET",
        "$STAGING_TOKEN",
        "$SESSION",
        "$RAW_KEY",
    ):
        assert variable in text
