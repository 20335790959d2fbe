"""What can be claimed: profiles and optional features, and which of them are worth a look."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from contract_harness import resources
from contract_harness.ledger.clauses import Ledger

PROFILE = "profile"
FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class Claimable:
    """One thing a target may claim.

    Attributes:
        kind: profile or feature.
        sentence: what there is to see when it is there.
    """

    name: str
    kind: str
    sentence: str


@cache
def claimables() -> tuple[Claimable, ...]:
    """All that `contracts/claims.toml` lists, profiles first."""
    document = tomllib.loads(resources.contracts("claims.toml").read_text("utf-8"))
    return tuple(
        Claimable(name, kind, sentence)
        for kind, table in ((PROFILE, "profiles"), (FEATURE, "features"))
        for name, sentence in document[table].items()
    )


def features() -> tuple[str, ...]:
    """The names of the optional features."""
    return tuple(one.name for one in claimables() if one.kind == FEATURE)


def looked_for(ledger: Ledger, profiles: Sequence[str] = ()) -> Iterator[Claimable]:
    """What is worth a look: what some clause of these profiles (of all, when none is named) is about."""
    clauses = ledger.select(profiles=profiles)
    concerned = {clause.profile for clause in clauses} | {need for clause in clauses for need in clause.needs}
    return (one for one in claimables() if one.name in concerned)
