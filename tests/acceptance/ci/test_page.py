"""The page about CI: its shell examples are run, its YAML is checked, its commands are commands there are."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from contract_harness.cli import parser
from tests.acceptance.ci.test_action import ACTION
from tests.given.tools import BIN, ROOT, run

PAGE = (ROOT / "docs" / "continuous-integration.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_shell_examples_run_one_after_the_other(tmp_path: Path) -> None:
    """As a reader would paste them into one job: a target is written, checked, judged, shown and compared."""
    script = "set -e\n" + "".join(blocks("sh"))
    patience = os.environ.get("GATEWAY_CONTRACTS_PATIENCE", "1")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "GATEWAY_CONTRACTS_PATIENCE": patience,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "Every clause" in (tmp_path / "summary-of-the-job.md").read_text("utf-8")
    badge = json.loads((tmp_path / "reports" / "badge.json").read_text("utf-8"))
    assert re.fullmatch(r"\d+/\d+ core kept", badge["message"])
    assert {"quick", "reports", "my-gateway.toml", "main.json", "summary-of-the-job.md"} == {
        path.name for path in tmp_path.iterdir()
    }


def test_the_workflow_example_is_one(tmp_path: Path) -> None:
    """It keeps GitHub's schema, and gives the action inputs that it has."""
    workflow = next(text for text in blocks("yaml") if "runs-on" in text)
    (tmp_path / "ci.yml").write_text(workflow, "utf-8")

    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "ci.yml")
    steps = yaml.safe_load(workflow)["jobs"]["contracts"]["steps"]
    ours = [step for step in steps if step.get("uses", "").startswith("gateway-contracts/")]
    assert 1 == len(ours)
    assert set(ours[0]["with"]) <= set(ACTION["inputs"])


def test_the_gitlab_example_is_one(tmp_path: Path) -> None:
    """It keeps GitLab's schema."""
    example = next(text for text in blocks("yaml") if "junit:" in text)
    (tmp_path / ".gitlab-ci.yml").write_text(example, "utf-8")

    assert "ok" in run(
        "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml"
    )


def test_every_input_of_the_action_is_on_the_page() -> None:
    """And every output."""
    table = PAGE.partition("| input |")[2].partition("It gives back")[0]

    assert set(ACTION["inputs"]) == set(re.findall(r"`([a-z-]+)`(?=,| \|)", table))
    assert all(f"`{name}`" in PAGE for name in ACTION["outputs"])


SHOWN = re.findall(r"(?:gateway-contracts|my-image) ((?:verify|doctor|init|diff) .*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("words", SHOWN)
def test_every_command_shown_is_one(words: str) -> None:
    """Also those in containers and in somebody else's YAML."""
    assert parser().parse_args(shlex.split(words)).run


def test_the_image_of_the_harness_is_sound() -> None:
    """hadolint has nothing to say, and its environment is made with the extra it promises."""
    file = ROOT / "deploy" / "harness" / "Dockerfile"

    assert "" == run("hadolint", "--failure-threshold", "info", file).strip()
    assert "--extra postgres" in file.read_text("utf-8")
