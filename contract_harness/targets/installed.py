"""Whether the Python package that a target's commands start is installed where the harness is."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from contract_harness.errors import NotInstalled
from contract_harness.targets.target import Target


def check_installed(target: Target) -> None:
    """Refuse a target whose `{python} -m package` cannot begin.

    Raises:
        NotInstalled: this Python has no such package.
    """
    # With a path of its own it finds what is not found here.
    if "PYTHONPATH" in (*target.env, *target.inherit_env):
        return
    for package in _packages(target):
        if find_spec(package) is None:
            raise NotInstalled(target.name, package=package, install=target.install)


def _packages(target: Target) -> list[str]:
    """What its commands have the Python of the harness run, in the order of the commands."""
    argvs = [target.argv(name) for name in target.commands]
    return [
        words[2].partition(".")[0] for words in argvs if words[:2] == [sys.executable, "-m"] and words[2:]
    ]
