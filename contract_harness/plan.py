"""
What one run is to execute, on its way from the command to the pytest processes that do it.

The plan is a JSON file named by an environment variable, so that pytest-xdist's workers, which see neither
the command line nor its open files, read the same one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from contract_harness.targets import Target, load, url_target

PLAN_VARIABLE = "GATEWAY_CONTRACTS_PLAN"


@dataclass(frozen=True, slots=True)
class Assignment:
    """The clauses one target is asked.

    Attributes:
        name: the target's name in this run; unique in a plan.
        spec: what the user gave: a packaged name or a path; the URL when *is_url*.
        mutant: the mutant to start in the gateway's place, None for the gateway itself.
    """

    name: str
    spec: str
    clauses: tuple[str, ...]
    is_url: bool = False
    mutant: str | None = None

    def target(self) -> Target:
        """The target, loaded."""
        if self.is_url:
            return url_target(self.spec)
        target = load(self.spec)
        return target.mutated(self.mutant) if self.mutant else target


@dataclass(frozen=True)
class Plan:
    """Everything a pytest process needs to know.

    Attributes:
        files: the feature files to bind.
        events_fd: the open file descriptor the first pytest process writes events to.
    """

    files: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    events_fd: int = -1

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The targets by their name in this run, each loaded once a process."""
        return {one.name: one.target() for one in self.assignments}

    def names_for(self, clause_id: str) -> list[str]:
        """The names of the targets that are asked this clause."""
        return [one.name for one in self.assignments if clause_id in one.clauses]

    def write(self, file: Path) -> None:
        """Store the plan where `Plan.active` will find it."""
        document = {
            "files": list(self.files),
            "events_fd": self.events_fd,
            "assignments": [
                {
                    "name": one.name,
                    "spec": one.spec,
                    "clauses": list(one.clauses),
                    "is_url": one.is_url,
                    "mutant": one.mutant,
                }
                for one in self.assignments
            ],
        }
        file.write_text(json.dumps(document), "utf-8")

    @classmethod
    def active(cls) -> Plan:
        """The plan of this process.

        Raises:
            KeyError: no plan is active.
        """
        document: dict[str, Any] = json.loads(Path(os.environ[PLAN_VARIABLE]).read_text("utf-8"))
        return cls(
            files=tuple(document["files"]),
            events_fd=document["events_fd"],
            assignments=tuple(
                Assignment(**{**one, "clauses": tuple(one["clauses"])}) for one in document["assignments"]
            ),
        )
