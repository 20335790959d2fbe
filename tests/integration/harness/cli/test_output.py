"""Where the words of a command go: a reader that leaves, a disk that is full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract_harness.report import json_reader
from contract_harness.verdicts import Verdict

IMPOSSIBLE = """
driver = "process"
about = "A gateway that ends at once and says nothing."
claims = ["same-origin"]
gateway = "false"
[commands]
serve = "{gateway} --config {config} serve"
migrate = "{gateway} --config {config} migrate"
"""


@pytest.fixture
def command(tmp_path):
    """Arguments that verify one clause of a gateway that does not start."""
    (tmp_path / "impossible.toml").write_text(IMPOSSIBLE, "utf-8")
    words = [sys.executable, "-m", "contract_harness", "verify", str(tmp_path / "impossible.toml")]
    words += ["--workers", "1"]
    return [*words, "--clause", "same-origin.statuses-pass", "--report-dir", str(tmp_path / "reports")]


def test_a_reader_that_leaves_changes_nothing(command, tmp_path):
    """As `| head` does: the reports are written, the exit code is the run's, nobody complains."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)

    assert (3, "") == (done.returncode, done.stderr)
    assert (tmp_path / "reports" / "summary.md").is_file()


def test_a_full_disk_is_one_sentence(command):
    """And no verdict."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert "make room" in done.stderr


def test_a_gateway_that_never_starts_is_told_once(command, tmp_path):
    """One sentence with the command that was run, for a dozen examples; it was tried once."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    clause = json_reader.read(tmp_path / "reports" / "report.json").targets[0].clauses[0]

    others = len(clause.examples) - 1
    assert (Verdict.VOID, True) == (clause.verdict, others >= 11)
    assert 1 == sum(len(one.commands) for one in clause.examples)
    assert f"and {others} more examples likewise" in done.stdout
    assert "`false --config gateway.yaml serve` said nothing" in done.stdout
    for page in (done.stdout, (tmp_path / "reports" / "summary.md").read_text("utf-8")):
        assert 1 == page.count("because")
    assert others == (tmp_path / "reports" / "report.html").read_text("utf-8").count("for the same reason as")
