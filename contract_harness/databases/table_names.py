"""What a gateway calls the application tables of the contract, where it calls them otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contract_harness.errors import NotObservable
from contract_harness.ledger.baseline import baseline


@dataclass(frozen=True, slots=True)
class TableNames:
    """The names of one gateway's tables; whoever asks says a table as the contract names it.

    Attributes:
        own: what it calls a table of the contract, empty for one that it does not have. Two of the contract's
            may be one table here.
    """

    own: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def promised(self) -> frozenset[str]:
        """The application tables that this gateway is held to."""
        return frozenset(filter(self.has, baseline().tables))

    def has(self, table: str) -> bool:
        """The gateway has such a table, as far as its target says."""
        return self.own.get(table, table) != ""

    def called(self, table: str) -> str:
        """What the gateway calls it.

        Raises:
            NotObservable: it has none.
        """
        if not self.has(table):
            raise NotObservable(f"its target says that it has no table for {table}")
        return self.own.get(table, table)

    def shown(self, table: str) -> str:
        """The table for a reader: as the contract names it, and as the gateway does where that differs."""
        own = self.called(table)
        return table if own == table else f"{table} (here {own})"

    def of_contract(self, found: Iterable[str]) -> frozenset[str]:
        """The tables that were *found*, by the contract's names where it has one for them."""
        there = set(found)
        renamed = {table for table, own in self.own.items() if own in there}
        return frozenset(renamed | (there - set(self.own) - set(self.own.values())))

    def of_baseline(self, found: Iterable[str]) -> frozenset[str]:
        """The promised tables that were *found*, under the gateway's name or the contract's.

        A gateway of today may have made a table under its first name and renamed it in a later migration.
        """
        there = set(found)
        return frozenset(table for table in self.promised if {table, self.called(table)} & there)
