"""What a person types: the tasks, the README and the CI run stay in step."""

import re
import tomllib

from tests.given.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
TASKS = tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))["tasks"]


def test_every_task_has_a_description() -> None:
    """`mise tasks` reads like a page."""
    assert [] == [name for name, task in TASKS.items() if not task.get("description")]


def test_every_task_does_something() -> None:
    """A task runs a command or names the tasks it stands for."""
    assert [] == [name for name, task in TASKS.items() if not task.get("run") and not task.get("depends")]


def test_the_tasks_need_no_tools_from_the_network() -> None:
    """A [tools] block would make mise fetch before each task."""
    assert "tools" not in tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))


def test_ci_runs_the_readme_test_command() -> None:
    """What CI proves is what a reader can repeat."""
    commands = re.findall(r"^python3 -m venv .*$", README, flags=re.MULTILINE)
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert 2 == len(commands)
    assert commands[1] in script


def test_the_readme_names_every_command() -> None:
    """A command nobody can find does not exist."""
    harness = {"verify", "clauses", "explain", "mutants", "editions", "diff"}
    gateway = {"serve", "migrate", "bootstrap-admin", "seed-config", "seed-local-demo"}
    stacks = {"dev-stack", "prod-stack"}

    assert [] == sorted(name for name in harness | gateway | stacks if name not in README)
