"""The files of the forge: their schema, what workflows let others do, and that every step is a task."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.given.tools import DEPLOY, ROOT, refuses, run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TASKS = tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))["tasks"]
BRINGS_TOOLS = ("Bring mise", "Bring debootstrap", "Sign in to the registry")
"""Steps without a task: what runs the tasks, what they start, and what lets them push."""


def steps_of(workflow: Path) -> list[dict[str, Any]]:
    """Every step of every job."""
    return [
        step for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values() for step in job["steps"]
    ]


def test_workflows_keep_their_schema() -> None:
    """Every key is one that the runner knows."""
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)


def test_forms_of_issues_keep_their_schema() -> None:
    """And the page that leads to them."""
    config, *forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))

    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-issue-config", config)
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *forms)


def test_workflows_open_no_door() -> None:
    """Actions by digest, the least permission, nothing of others in a command: zizmor finds nothing."""
    run("zizmor", "--offline", "--quiet", *WORKFLOWS)


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    """An action that follows a branch is refused."""
    file = tmp_path / "ci.yml"
    pinned = re.compile(r"actions/checkout@\w{40} # v[\d.]+")
    file.write_text(pinned.sub("actions/checkout@main", WORKFLOWS[0].read_text("utf-8")), "utf-8")

    assert "unpinned-uses" in refuses("zizmor", "--offline", file)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_step_is_a_task_there_is(workflow: Path) -> None:
    """What runs there runs here."""
    commands = [
        step["run"] for step in steps_of(workflow) if "run" in step and step.get("name") not in BRINGS_TOOLS
    ]
    named = [re.search(r"mise run (?:--quiet )?([\w-]+)", command) for command in commands]

    assert commands
    assert [] == [command for command, found in zip(commands, named, strict=True) if found is None]
    assert [] == [found[1] for found in named if found is not None and found[1] not in TASKS]


def test_ci_builds_every_image() -> None:
    """The list in the workflow is the build matrix."""
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]
    matrix = json.loads((DEPLOY / "images" / "platforms.json").read_text("utf-8"))

    assert list(matrix) == jobs["images"]["strategy"]["matrix"]["image"]
