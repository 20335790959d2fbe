"""The tasks of mise.toml, and the command lines each comes down to."""

import tomllib

from tests.given.places import ROOT

TASKS = tomllib.loads((ROOT / "mise.toml").read_text("utf-8"))["tasks"]
STATIC = [name for name in TASKS["check"]["depends"] if name != "unit-test"]
"""The static checks: what `check` stands for, without the tests."""


def commands(task: str) -> list[str]:
    """The command lines of a task, after those of the tasks it stands for."""
    run = TASKS[task].get("run", [])
    own = [run] if isinstance(run, str) else run
    return [line for other in TASKS[task].get("depends", []) for line in commands(other)] + own
