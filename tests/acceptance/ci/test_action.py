"""The GitHub Action: its schema, and each of its steps run as the runner would, in an empty workspace."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.given.tools import BIN, ROOT, refuses, run

FILE = ROOT / "action.yml"
ACTION: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


def test_the_action_keeps_its_schema() -> None:
    """Every key is one that the runner knows."""
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-actions", FILE)


def test_the_action_opens_no_door() -> None:
    """No input is pasted into a script: zizmor finds nothing, and would."""
    run("zizmor", "--offline", "--quiet", FILE)


def test_zizmor_would_find_an_input_in_a_script(tmp_path: Path) -> None:
    """An input in place of its variable is refused."""
    text = FILE.read_text("utf-8")
    (tmp_path / "action.yml").write_text(text.replace('--url "$URL"', "--url ${{ inputs.url }}"), "utf-8")

    assert "template-injection" in refuses("zizmor", "--offline", tmp_path / "action.yml")


class Job:
    """A runner's job, as far as these steps see one."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        unknown = set(inputs) - {name.replace("-", "_") for name in ACTION["inputs"]}
        assert not unknown
        self.inputs = {
            name: inputs.get(name.replace("-", "_"), one["default"]) for name, one in ACTION["inputs"].items()
        }
        self.workspace, self.temporary = folder / "workspace", folder / "temporary"
        self.workspace.mkdir()
        self.output, self.summary = folder / "output", folder / "summary"
        installed = self.temporary / "gateway-contracts" / "bin"
        installed.mkdir(parents=True)
        # What the first step would have installed.
        (installed / "gateway-contracts").symlink_to(BIN / "gateway-contracts")

    def does(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run a step as the runner does: bash, stopping at the first failure."""
        step = STEPS[name]
        given = {key: self._filled(value) for key, value in step["env"].items()}
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.temporary),
            "GATEWAY_CONTRACTS_PATIENCE": os.environ.get("GATEWAY_CONTRACTS_PATIENCE", "1"),
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            **given,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def _filled(self, value: str) -> str:
        found = re.fullmatch(r"\$\{\{ (inputs|github)\.([\w-]+) \}\}", value)
        assert found is not None, value
        return self.inputs[found[2]] if found[1] == "inputs" else str(ROOT)


@pytest.mark.parametrize(
    ("inputs", "installed"),
    [
        ({}, ["{}"]),
        ({"postgres": "true"}, ["{}[postgres]"]),
        ({"postgres": "true", "reference": "true"}, ["{}[postgres]", "{}/reference_gateway"]),
    ],
)
def test_it_installs_what_was_asked_for(inputs: dict[str, str], installed: list[str], tmp_path: Path) -> None:
    """The judge alone, unless more is wanted; a Python that only notes its words stands for the runner's."""
    job = Job(tmp_path, python=str(tmp_path / "python"), **inputs)
    pip = job.temporary / "gateway-contracts" / "bin" / "pip"
    for file in (tmp_path / "python", pip):
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{job.output}"\n', "utf-8")
        file.chmod(0o755)
    done = job.does("Install gateway-contracts")

    assert 0 == done.returncode, done.stderr
    assert ["install", "--quiet", *(word.format(ROOT) for word in installed)] == job.output.read_text(
        "utf-8"
    ).splitlines()[3:]


def test_a_kept_gateway_passes_the_job(tmp_path: Path) -> None:
    """Checked, judged, its exit code given on, and the summary on the page of the job."""
    clauses = "migration.the-baseline-is-v17\n\nmigration.exactly-one-action\n"
    job = Job(tmp_path, target="reference\n", clause=clauses, patience="3", report_dir="my reports")
    checked, verified = job.does("Check the target"), job.does("Verify")
    shown = job.does("Show the summary")

    assert [0, 0, 0] == [checked.returncode, verified.returncode, shown.returncode], verified.stderr
    assert "Fit for a run." in checked.stdout
    assert "exit-code=0" == job.output.read_text("utf-8").strip()
    assert "2 kept" in job.summary.read_text("utf-8")
    assert (job.workspace / "my reports" / "junit.xml").is_file()


def test_a_broken_gateway_fails_the_job_and_is_shown(tmp_path: Path) -> None:
    """The exit code is the run's, and the page of the job tells what broke."""
    wrong = shlex.join(
        [sys.executable, "-m", "reference_gateway.mutants", "run", "migration.apply.counts_from_one"]
    )
    job = Job(
        tmp_path, target="reference", clause="migration.the-baseline-is-v17", command=wrong, patience="3"
    )
    verified, shown = job.does("Verify"), job.does("Show the summary")

    assert (1, 0) == (verified.returncode, shown.returncode), verified.stdout
    assert "exit-code=1" == job.output.read_text("utf-8").strip()
    assert "migration.the-baseline-is-v17" in job.summary.read_text("utf-8")


def test_a_wrong_input_fails_before_anything_is_judged(tmp_path: Path) -> None:
    """What an input holds is one word to the harness, whatever is in it; there is nothing to show."""
    job = Job(tmp_path, target="$(touch harm); nowhere.toml")
    checked, verified, shown = (job.does(name) for name in ("Check the target", "Verify", "Show the summary"))

    assert [2, 2, 0] == [checked.returncode, verified.returncode, shown.returncode]
    assert [] == list(job.workspace.iterdir())
    assert not job.summary.exists()


@pytest.mark.parametrize("name", ["Install gateway-contracts", "Verify", "Check the target"])
def test_every_input_of_a_step_is_passed_on(name: str) -> None:
    """A variable that is set and not used would be an input that does nothing."""
    step = STEPS[name]

    assert [] == [variable for variable in step["env"] if f"${variable}" not in step["run"]]
