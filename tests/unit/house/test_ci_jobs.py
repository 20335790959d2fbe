"""The jobs of CI: together they run everything, and nothing twice."""

import tomllib
from pathlib import Path

import pytest
import yaml

from tests.given.places import ROOT
from tests.given.tasks import STATIC, commands
from tests.given.tracked import TRACKED

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
PYTEST = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
LINES = {
    job: [
        line
        for step in told["steps"]
        if step.get("run", "").startswith("mise run ")
        for line in commands(step["run"].split()[2])
    ]
    for job, told in WORKFLOW["jobs"].items()
}
"""The command lines of each job."""
FILES = [
    path.relative_to(ROOT)
    for path in TRACKED
    if path.name.startswith("test_")
    and any(path.is_relative_to(ROOT / folder) for folder in PYTEST["testpaths"])
]


def runs(line: str, file: Path) -> bool:
    """Whether a command line is pytest on a folder with this file."""
    program, *arguments = line.split()
    return program.endswith("/pytest") and any(file.is_relative_to(one) for one in arguments if one[0] != "-")


@pytest.mark.parametrize("folder", sorted({file.parent.as_posix() for file in FILES} - {"tests/static"}))
def test_a_test_folder_is_run_by_one_job(folder: str) -> None:
    """Each of its files, by exactly one."""
    files = [file for file in FILES if file.parent.as_posix() == folder]
    jobs = {
        tuple(job for job, lines in LINES.items() for line in lines if runs(line, file)) for file in files
    }

    assert [1] == [len(job) for job in jobs], jobs


def test_the_static_checks_are_run_by_one_job() -> None:
    """tests/static repeats them for whoever runs the whole suite; in CI they are commands of `check`."""
    static = [line for task in STATIC for line in commands(task)]

    assert [Path("tests/static/test_checks.py")] == [
        file for file in FILES if file.parts[:2] == ("tests", "static")
    ]
    assert {"check"} == {job for job, lines in LINES.items() for line in lines if line in static}
    assert [] == [line for line in static if line not in LINES["check"]]


def test_no_job_repeats_a_command_of_another() -> None:
    """Beside the setup, which every machine needs."""
    lines = [line for own in LINES.values() for line in own if line not in commands("setup")]

    assert len(lines) > 5
    assert sorted(set(lines)) == sorted(lines)


def test_the_shares_of_the_kill_matrix_are_all_of_it() -> None:
    """A share that no machine tries would be looked at by nobody."""
    shares = WORKFLOW["jobs"]["mutants"]["strategy"]["matrix"]["share"]

    assert [f"{number}/{len(shares)}" for number in range(1, len(shares) + 1)] == shares


def test_the_verdicts_are_made_by_one_job() -> None:
    """`verify` makes them and publishes the reports; what acceptance leaves out is exactly that test."""
    (left_out,) = [
        step["env"]["VERDICTS"]
        for step in WORKFLOW["jobs"]["acceptance"]["steps"]
        if "--deselect" in step.get("run", "")
    ]
    file, _, name = left_out.partition("::")

    assert commands("verify") == [line for line in LINES["verify"] if line not in commands("setup")]
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")
