"""Parts of the mutants: together they are all, apart they have nothing in common, and each has the canary."""

from __future__ import annotations

import pytest

from contract_harness.errors import HarnessError
from contract_harness.mutation.part import Part
from contract_harness.mutation.registry import Mutant

CANARY = Mutant("canary", "a.canary", "Does nothing.", canary=True)
OWN = [Mutant(f"own-{number}", f"a.clause-{number % 3}", "Wrong.") for number in range(7)]
NEIGHBOURS = [
    Mutant(f"near-{number}", "a.clause-9", "Wrong beside it.", neighbour=True) for number in range(4)
]
ALL = [CANARY, *OWN, *NEIGHBOURS]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 64])
def test_shares_are_all_of_them_and_none_twice(count: int) -> None:
    """Whatever order they are listed in; no share has two more than another."""
    shares = [Part(shard=(number, count)).of(ALL) for number in range(1, count + 1)]
    others = [one for share in shares for one in share if not one.canary]

    assert sorted(one.name for one in [*OWN, *NEIGHBOURS]) == sorted(one.name for one in others)
    assert all(CANARY in share for share in shares)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert [set(Part(shard=(1, count)).of(ALL[::-1]))] == [set(shares[0])]


def test_a_kind_is_shared_out_too() -> None:
    """The shares of one kind are of that kind."""
    shares = [Part("neighbour", (number, 2)).of(ALL) for number in (1, 2)]

    assert [3, 3] == [len(share) for share in shares]
    assert all(one.neighbour or one.canary for share in shares for one in share)
    assert [CANARY, *OWN] == Part("own").of(ALL)


def test_only_what_is_tried_is_guarded() -> None:
    """A clause whose mutants are elsewhere is not said to have none; a part of nothing is told."""
    asked = ["a.clause-1", "a.clause-2", "a.clause-9"]

    assert ["a.clause-1", "a.clause-2"] == Part("own").guarded(asked, OWN)
    with pytest.raises(HarnessError, match="no mutant of this kind and shard"):
        Part("own").guarded(["a.clause-9"], OWN)


def test_a_part_may_be_the_whole() -> None:
    """Then clauses without any mutant are in question, too."""
    assert Part().is_whole
    assert not Part("own").is_whole
    assert not Part(shard=(1, 1)).is_whole
