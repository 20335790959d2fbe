"""
The house rules of the ledger: what makes a feature file a sound list of clauses.

Each rule is a function that yields one sentence for each fault, beginning with file and line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from contract_harness.ledger.claimables import features
from contract_harness.ledger.clauses import Clause, Ledger, Tier
from contract_harness.ledger.sources import UnsoundSource, citations

_ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z0-9]+(?:-[a-z0-9]+)*")


def faults(ledger: Ledger) -> list[str]:
    """Everything that is wrong with a ledger, each one sentence that begins with file and line."""
    return [
        fault
        for rule in (
            repeated_ids,
            misplaced_ids,
            doubtful_tiers,
            missing_sources,
            unsound_sources,
            missing_examples,
            repeated_names,
            dangling_afters,
            unknown_needs,
        )
        for fault in rule(ledger.clauses)
    ]


def repeated_ids(clauses: Sequence[Clause]) -> Iterator[str]:
    """An id is a name for life, so two clauses cannot share it."""
    count = Counter(clause.id for clause in clauses)
    for clause in clauses:
        if clause.id and count[clause.id] > 1:
            yield f"{clause.place}: the id {clause.id} is used {count[clause.id]} times"


def misplaced_ids(clauses: Sequence[Clause]) -> Iterator[str]:
    """An id is `<profile>.<promise-in-words>`, and its profile is the folder it lies in."""
    for clause in clauses:
        if not _ID.fullmatch(clause.id):
            yield f"{clause.place}: the rule {clause.title!r} lacks a tag like @{clause.profile}.words"
        elif clause.id.split(".")[0] != clause.profile and clause.tier is not Tier.EXTRA:
            yield f"{clause.place}: the id {clause.id} lies in the folder {clause.profile}"


def doubtful_tiers(clauses: Sequence[Clause]) -> Iterator[str]:
    """Exactly one tier each."""
    for clause in clauses:
        if len(clause.tiers) != 1:
            yield f"{clause.place}: {clause.id} has {len(clause.tiers)} tier tags, it needs exactly one"


def missing_sources(clauses: Sequence[Clause]) -> Iterator[str]:
    """The first line of a clause says where the promise comes from."""
    for clause in clauses:
        if not clause.source and clause.tier is not Tier.EXTRA:
            yield (
                f"{clause.place}: {clause.id} does not begin with a `Source:` line: "
                "say where the promise comes from, as docs/sources/README.md has it"
            )


def unsound_sources(clauses: Sequence[Clause]) -> Iterator[str]:
    """Whoever is told that a clause is broken can open what it rests on."""
    for clause in clauses:
        if clause.source and clause.tier is not Tier.EXTRA:
            try:
                citations(clause.source)
            except UnsoundSource as fault:
                yield f"{clause.place}: {clause.id} {fault.problem}: {fault.remedy}"


def missing_examples(clauses: Sequence[Clause]) -> Iterator[str]:
    """A promise nobody can see kept is not a clause."""
    for clause in clauses:
        if not clause.runs:
            yield f"{clause.place}: {clause.id} has no example that runs"


def repeated_names(clauses: Sequence[Clause]) -> Iterator[str]:
    """Scenario names are unique in a profile: pytest-bdd keeps one of two that share a name, silently."""
    seen: dict[tuple[str, str], Clause] = {}
    for clause in clauses:
        for example in clause.examples:
            first = seen.setdefault((clause.profile, example.name), clause)
            if first is not clause or sum(one.name == example.name for one in clause.examples) > 1:
                yield f"{clause.feature}:{example.line}: the example name {example.name!r} is already used"


def dangling_afters(clauses: Sequence[Clause]) -> Iterator[str]:
    """`@after:<id>` names a clause that exists and is another one."""
    known = {clause.id for clause in clauses}
    for clause in clauses:
        for other in clause.after:
            if other not in known or other == clause.id:
                yield f"{clause.place}: {clause.id} comes after {other}, which is no other clause"


def unknown_needs(clauses: Sequence[Clause]) -> Iterator[str]:
    """`@needs:<feature>` names an optional feature of contracts/claims.toml."""
    for clause in clauses:
        for feature in clause.needs:
            if feature not in features():
                yield f"{clause.place}: {clause.id} needs {feature}, which is no optional feature"
