"""A part of the mutants a target comes with: one kind of them, or the share of one job among several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_harness.errors import HarnessError
from contract_harness.mutation.registry import Mutant


@dataclass(frozen=True, slots=True)
class Part:
    """Which mutants are tried. The canary is in every part, for without it nothing is proved.

    Attributes:
        kind: `own` or `neighbour`; None for both.
        shard: which share of how many, counted from 1; None for all. The shares of a number are equally
            large but for one, have nothing in common but the canary, and are all there is together.
    """

    kind: str | None = None
    shard: tuple[int, int] | None = None

    @property
    def is_whole(self) -> bool:
        """Nothing is left out."""
        return self.kind is None and self.shard is None

    def of(self, mutants: Sequence[Mutant]) -> list[Mutant]:
        """Those of *mutants* that are in it, in their order."""
        names = sorted(one.name for one in mutants if self._is_of_kind(one))
        number, count = self.shard or (1, 1)
        kept = frozenset(names[number - 1 :: count])
        return [one for one in mutants if one.canary or one.name in kept]

    def guarded(self, clauses: Sequence[str], mutants: Sequence[Mutant]) -> list[str]:
        """Those of *clauses* that *mutants*, which are in it, break: of others it proves nothing.

        Raises:
            HarnessError: they break none.
        """
        broken = {one.breaks for one in mutants}
        if not (found := [clause for clause in clauses if clause in broken]):
            raise HarnessError(
                "no mutant of this kind and shard breaks a clause that is asked: ask more clauses, or leave "
                "--kind and --shard out."
            )
        return found

    def _is_of_kind(self, mutant: Mutant) -> bool:
        return self.kind is None or mutant.neighbour == (self.kind == "neighbour")
