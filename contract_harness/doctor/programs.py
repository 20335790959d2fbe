"""Whether the programs that a target's commands start are there and may be run."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from contract_harness.doctor.finding import Finding, fails, ok
from contract_harness.errors import NotInstalled
from contract_harness.targets.installed import check_installed
from contract_harness.targets.target import Target

_PLACES = {"config": "gateway.yaml", "directory": ".", "port": "0", "gateway_url": "http://127.0.0.1:0"}


def programs(target: Target) -> Iterator[Finding]:
    """One finding for each program, with the commands that start it."""
    yield from _package(target)
    path = target.env.get("PATH", os.environ.get("PATH", os.defpath))
    commands: defaultdict[str, list[str]] = defaultdict(list)
    for name in target.commands:
        commands[next(iter(target.argv(name, **_PLACES)), "")].append(name)
    for name, words in (target.deploy.programs if target.deploy else {}).items():
        commands[next(iter(target.program(name) or words.split()), "")].append(f"deploy.programs.{name}")
    for program, names in commands.items():
        yield _program(program, ", ".join(names), path)


def _package(target: Target) -> Iterator[Finding]:
    try:
        check_installed(target)
    except NotInstalled as error:
        yield fails("program", f"the Python package {error.package} is not installed", error.remedy)


def _program(program: str, names: str, path: str) -> Finding:
    what = "program"
    if not program:
        return fails(what, f"{names} has no words", "write in the target file what to run")
    if "/" in program and not Path(program).is_absolute():
        beside = program.removeprefix("./")
        detail = f"{program} is relative, and commands run in a folder of their own ({names})"
        return fails(what, detail, f"write {{here}}/{beside} for a file beside the target file")
    found = shutil.which(program, path=path)
    if found is not None:
        return ok(what, f"{found} for {names}")
    if "/" not in program:
        remedy = "install it, write its whole path, or give it with --command"
        return fails(what, f"{program} is not on PATH ({names})", remedy)
    if not Path(program).is_file():
        return fails(what, f"{program} is no file ({names})", "build it, or correct the path")
    return fails(what, f"{program} may not be run ({names})", f"make it executable: chmod +x {program}")
