"""
What one run is to execute, on its way from the command to the pytest process that does it.

The plan is a file, and its name comes through a pipe: the process may be started, and import, before it is
known what there is to do. It holds the targets as they were loaded: to read and judge their files again would
take longer, and might find something else.
"""

from __future__ import annotations

import os
import pickle
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from contract_harness.targets.target import Target

PLAN_VARIABLE = "GATEWAY_CONTRACTS_PLAN"
"""Holds the number of an open file descriptor: the end of the pipe from which the plan's name is read."""


@dataclass(frozen=True)
class Plan:
    """Everything a pytest process needs to know.

    Attributes:
        files: the feature files to bind.
        clauses: for each target, the ids of the clauses it is asked.
        targets: by their name in this run.
        probes: for each target, what is looked for beside its clauses.
        events_fd: the open file descriptor the first pytest process writes events to.
        order: the seed of the order in which examples run; None for the order of the feature files.
        seed: of the values that are drawn.
        step_files: modules with an adopter's own steps.
        environment: set in the process beside the one it was started with.
        workers: processes that run examples; 1 runs them in the one pytest process.
        holds: whether the first example that breaks is left standing, until the process is interrupted.
        examples: words; only examples with one of these in their titles are run. Empty for all.
    """

    files: tuple[str, ...]
    clauses: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, Target]
    probes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    events_fd: int = -1
    order: int | None = None
    seed: int = 0
    step_files: tuple[Path, ...] = ()
    workers: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    holds: bool = False
    examples: tuple[str, ...] = ()

    _active: ClassVar[Plan | None] = None

    def names_for(self, clause_id: str) -> Sequence[str]:
        """The names of the targets that are asked this clause."""
        return self._names.get(clause_id, ())

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for name, asked in self.clauses.items():
            for clause in asked:
                names[clause].append(name)
        return names

    def write(self, file: Path) -> None:
        """Store the plan where `Plan.active` will find it, for this user only: a target may hold secrets."""
        file.touch(mode=0o600, exist_ok=False)
        stored = [getattr(self, one.name) for one in fields(self)]
        file.write_bytes(pickle.dumps(stored))

    @classmethod
    def active(cls) -> Plan:
        """The plan of this process, once there is one.

        Raises:
            KeyError: this process was not started to run one.
            SystemExit: whoever started this process has ended, or found nothing to do.
        """
        if Plan._active is None:
            with os.fdopen(int(os.environ[PLAN_VARIABLE]), "rb") as pipe:
                name = pipe.read()
            if not name:
                raise SystemExit("no plan came")
            # Written by the command that started this process.
            Plan._active = cls(*pickle.loads(Path(os.fsdecode(name)).read_bytes()))  # noqa: S301
            os.environ.update(Plan._active.environment)
        return Plan._active
