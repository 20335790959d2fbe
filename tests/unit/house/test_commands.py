"""What a person types: the tasks, the README and the CI run stay in step."""

import argparse
import re
import tomllib
from collections.abc import Iterator

import pytest

from contract_harness.cli import parser as harness_parser
from reference_gateway.cli.parser import build_parser
from reference_gateway.cli.words import Command
from reference_gateway.wiring import Parts
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


def arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str | None]]:
    """Every argument of a command and of its subcommands, with what its help says."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from arguments(command.parser() if isinstance(command, Command) else command)
        else:
            yield f"{parser.prog} {' '.join(action.option_strings) or action.dest}", action.help


@pytest.mark.parametrize("parser", [harness_parser(), build_parser(Parts())], ids=lambda parser: parser.prog)
def test_every_argument_says_what_it_does(parser: argparse.ArgumentParser) -> None:
    """`--help` is where people look first."""
    found = dict(arguments(parser))

    assert len(found) > 10
    assert [] == [name for name, said in found.items() if not said]
