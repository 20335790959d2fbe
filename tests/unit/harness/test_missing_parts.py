"""What a message says when a part of the machine is missing: the very command that adds it."""

import shlex
from pathlib import Path

import pytest

from contract_harness import errors
from contract_harness.errors import MissingBrowser, MissingServer, NotInstalled
from contract_harness.targets.installed import check_installed
from contract_harness.targets.loading import load
from contract_harness.targets.target import Target


@pytest.mark.parametrize(("error", "extra"), [(MissingServer, "postgres"), (MissingBrowser, "browser")])
def test_an_extra_is_named_by_its_command(
    error: type[Exception], extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a clone that of the lock file, wherever one stands; elsewhere that of the package index."""
    clone = Path.cwd()
    in_a_clone = str(error(["PATH"]))
    monkeypatch.chdir(tmp_path)
    beside = str(error(["PATH"]))
    monkeypatch.setattr(errors, "_CLONE", tmp_path)

    assert f"type `uv sync --locked --inexact --no-dev --extra {extra}`" in in_a_clone
    assert f"--project {shlex.quote(str(clone))} --locked" in beside
    assert f'type `pip install "gateway-contracts[{extra}]"`' in str(error(["PATH"]))


def test_a_package_that_is_not_installed_is_named_with_its_remedy() -> None:
    """The one of the target file."""
    target = Target(
        name="mine", driver="process", about="x", gateway="{python} -m nowhere.cli",
        install="pip install mine", commands={"serve": "{gateway} serve"},
    )  # fmt: skip

    with pytest.raises(
        NotInstalled, match=r"starts the Python package nowhere, .*: type `pip install mine`, or"
    ):
        check_installed(target)


@pytest.mark.parametrize("change", [{"env": {"PYTHONPATH": "lib"}}, {"inherit_env": ("PYTHONPATH",)}])
def test_a_path_of_its_own_is_not_guessed_at(change: dict[str, object]) -> None:
    """What is found there is not found here."""
    commands = {"serve": "{python} -m nowhere"}

    check_installed(Target(name="mine", driver="process", about="x", commands=commands, **change))  # type: ignore[arg-type]


def test_another_program_drops_the_remedy_of_the_file() -> None:
    """`--command` starts something else, which that line would not install."""
    other = load("reference").run_by("{python} -m nowhere")

    with pytest.raises(NotInstalled, match="install it where gateway-contracts is"):
        check_installed(other)


@pytest.mark.parametrize("name", ["reference", "reference-postgres", "oceans-v0.6"])
def test_what_is_here_is_not_missed(name: str) -> None:
    """Nor is a program that is no Python package."""
    check_installed(load(name))
