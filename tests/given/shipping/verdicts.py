"""What the read-only clauses of the profile `deployment` say of a folder, as the features have them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contract_harness.compose.composition import Composition
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.deployment import _pods, kubernetes, secrets
from contract_harness.expect.images import Built, expect_images
from contract_harness.expect.services import expect_services
from contract_harness.ledger.clauses import Clause, read_features
from contract_harness.tables import pairs
from contract_harness.targets.sections import Deploy
from contract_harness.targets.target import Target
from tests.given.places import ROOT

Verdicts = dict[str, str]
_NEEDS_A_STACK = ("the stack is up", "brought up on")


class _Reading:
    """One example as it goes: what was read so far."""

    def __init__(self, shipped: Shipped, target: Target) -> None:
        self.shipped, self.target = shipped, target
        self.read: Any = None
        self.images = Built({}, "", "")
        self.services: Any = None

    def step(self, sentence: str, table: list[list[str]]) -> None:
        for pattern, does in _SENTENCES.items():
            if found := re.fullmatch(pattern, sentence):
                does(self, table, *found.groups())
                return
        raise AssertionError(f"nothing here speaks: {sentence}")

    def compose(self, _: object, profile: str | None = None) -> None:
        self.services = Composition.read(self.shipped, profile=profile or "")

    def keep(self, value: Any) -> None:
        self.read = value

    def matrix(self, _: object) -> None:
        self.images = Built.planned(self.shipped)

    def dockerfiles(self, _: object) -> None:
        self.images = Built.read(self.shipped)


_SENTENCES: Mapping[str, Callable[..., None]] = {
    'the operator reads the "compose file"(?: with the profile "(.+)")?': _Reading.compose,
    'the operator reads the "Dockerfiles"': _Reading.dockerfiles,
    'the operator reads the "build matrix"': _Reading.matrix,
    'the operator reads the "manifests"': lambda it, _: it.keep(
        kubernetes.Manifests.read(it.shipped, it.target)
    ),
    'the operator reads the "example environment"': lambda it, _: secrets.example_environment(it.shipped),
    "the services are:": lambda it, table: expect_services(it.services, pairs(table)),
    "the images are:": lambda it, table: expect_images(it.images, pairs(table)),
    "the objects are:": lambda it, table: _pods.expect_objects(it.read, pairs(table)),
    "the secrets are:": lambda it, table: secrets.expect_secrets(it.shipped, pairs(table)),
}


def copy_of_what_is_shipped(home: Path) -> Path:
    """A copy of this project's deploy folder at the place it has in the repository, to be changed."""
    copy = home / "deploy"
    shutil.copytree(ROOT / "deploy", copy, ignore=shutil.ignore_patterns("release", "mise", "__pycache__"))
    return copy


def verdicts(folder: Path, of: str = "", **deploy: Any) -> Verdicts:
    """By clause: `kept`, or what was promised and observed, or why nothing can be seen.

    Args:
        of: only clauses about `Kubernetes`, or about everything `else`.
        deploy: what the target file says.
    """
    given = {"platforms": "images/platforms.json", "manifests": "kustomization.yaml", **deploy}
    shipped = Shipped(folder, Deploy(folder, **given))
    target = Target(name="mine", driver="process", about="One.", here=folder, deploy=shipped.deploy)
    asked = [
        one for one in read_only() if of in ("", "Kubernetes" if "kubernetes" in one.feature else "else")
    ]
    return {one.id: _verdict(one, shipped, target) for one in asked}


@cache
def read_only() -> tuple[Clause, ...]:
    """The clauses that need nothing to run."""
    return tuple(
        clause
        for clause in read_features().clauses
        if clause.profile == "deployment" and any(_reads(one.steps) for one in clause.examples)
    )


def _verdict(clause: Clause, shipped: Shipped, target: Target) -> str:
    try:
        for example in clause.examples:
            if _reads(example.steps):
                reading = _Reading(shipped, target)
                for sentence, table in _steps(example.steps):
                    reading.step(sentence, table)
    except ContractBreach as breach:
        return f"broken: {breach.promised}: {breach.observed}"
    except NotObservable as reason:
        return f"not observable: {reason}"
    return "kept"


def _reads(steps: tuple[str, ...]) -> bool:
    return not any(word in step for step in steps for word in _NEEDS_A_STACK)


def _steps(steps: tuple[str, ...]) -> Iterator[tuple[str, list[list[str]]]]:
    for step in steps:
        sentence, *rows = step.splitlines()
        yield (
            sentence.partition(" ")[2],
            [[cell.strip() for cell in row.strip(" |").split("|")] for row in rows],
        )
