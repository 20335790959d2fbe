"""
The wrong gateways a target comes with: what its list command prints, and what becomes of the target.

Each is one sentence and one clause, and wrong in one thing: a replaced part (it is run by name through
`[mutants] gateway`), a wrapped command (`wrap`, words before the gateway's own), its environment (`env`), or
what it ships (`[mutants] alter`). One of them is the canary, so wrong that a harness which does not notice
it notices nothing. `contracts/schemas/mutant-list.schema.json` says what the list looks like.
"""

from __future__ import annotations

import difflib
import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator

from contract_harness import resources
from contract_harness.errors import HarnessError
from contract_harness.targets.installed import check_installed
from contract_harness.targets.loading import load
from contract_harness.targets.target import Target

_LISTED_WITHIN_S = 60.0


class MutantsUnlisted(HarnessError):
    """The target's command that lists mutants did not."""

    def __init__(self, target: str, problem: str) -> None:
        self.target = target
        super().__init__(f"cannot list the mutants of target {target!r}: {problem}; correct [mutants] list.")


class MutantRefused(HarnessError):
    """A mutant is no other gateway than the real one."""

    def __init__(self, target: str, mutant: str, why: str) -> None:
        self.mutant = mutant
        super().__init__(
            f"the mutant {mutant!r} of target {target!r} changes nothing ({why}): make it wrong in one "
            "thing, or take it off the list."
        )


class UnknownMutant(HarnessError):
    """The target lists no mutant of this name."""

    def __init__(self, target: str, name: str, *, known: Sequence[str]) -> None:
        self.name = name
        near = difflib.get_close_matches(name, known, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"target {target!r} has no mutant {name!r}{hint}: "
            "`gateway-contracts mutants --list` prints them all."
        )


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong gateway, as its maker describes it.

    Attributes:
        canary: it must die, or nothing else that happened proves anything.
        neighbour: it is wrong one step beside the examples of its clause.
        wrap: words that are put before the gateway's own, in shell quoting.
        env: variables of every command.
    """

    name: str
    breaks: str
    sentence: str
    canary: bool = False
    neighbour: bool = False
    wrap: str = ""
    env: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_outside(self) -> bool:
        """It is the real gateway, wrong in how it is started."""
        return bool(self.wrap or self.env)

    def of(self, target: Target) -> Target:
        """The target that is this mutant."""
        return target.mutated(self.name, wrap=self.wrap, env=self.env if self.is_outside else None)


def mutants_of(target: Target) -> list[Mutant]:
    """Every mutant the target comes with.

    Raises:
        HarnessError: the target comes without mutants.
        NotInstalled: the gateway is not here, and neither are they.
        MutantsUnlisted: its list command failed or printed something else than the documented JSON.
        MutantRefused: one of them is the gateway itself under another name.
    """
    if target.mutants is None:
        raise HarnessError(f"target {target.name!r} comes without mutants: add [mutants] to its file.")
    check_installed(target)
    found = [Mutant(**one) for one in _listed(target)]
    for name, count in Counter(one.name for one in found).items():
        if count > 1:
            raise MutantsUnlisted(target.name, f"it lists {name!r} {count} times")
    if (canaries := sum(one.canary for one in found)) > 1:
        raise MutantsUnlisted(target.name, f"it marks {canaries} canaries, one is enough")
    for one in found:
        _refuse_the_gateway_itself(target, one)
    return found


def sentences_for(target: Target) -> Mapping[str, tuple[str, ...]]:
    """For each clause, what gateways do that are wrong in it: the proof that it can fail.

    A target without mutants is told of those of the reference gateway; one whose mutants cannot be listed
    of none, for a sentence in a report is not worth a run.
    """
    try:
        found = mutants_of(target if target.mutants is not None else load("reference"))
    except HarnessError:
        return {}
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        sentences[one.breaks].append(one.sentence)
    return {clause: tuple(said) for clause, said in sentences.items()}


def _listed(target: Target) -> Sequence[Mapping[str, Any]]:
    try:
        done = subprocess.run(
            target.mutants_argv(), capture_output=True, timeout=_LISTED_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MutantsUnlisted(target.name, str(error)) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise MutantsUnlisted(target.name, f"exit code {done.returncode}, {said or 'nothing said'}")
    try:
        listed = json.loads(done.stdout)
    except (ValueError, RecursionError) as error:
        raise MutantsUnlisted(target.name, f"it printed no JSON ({str(error)[:100]})") from None
    fault = next(iter(_schema().iter_errors(listed)), None)
    if fault is not None:
        raise MutantsUnlisted(target.name, f"{fault.json_path} {fault.message[:200]}")
    return list(listed)


def _schema() -> Draft202012Validator:
    file = resources.contracts("schemas", "mutant-list.schema.json")
    return Draft202012Validator(json.loads(file.read_text("utf-8")))


def _refuse_the_gateway_itself(target: Target, mutant: Mutant) -> None:
    assert target.mutants is not None
    if (
        mutant.env
        and not mutant.wrap
        and all(target.env.get(key) == value for key, value in mutant.env.items())
    ):
        raise MutantRefused(target.name, mutant.name, "its environment is the gateway's own")
    if mutant.is_outside or target.mutants.gateway:
        return
    raise MutantRefused(
        target.name, mutant.name, "it wraps no command, sets no variable, and [mutants] gateway is not set"
    )
