"""What a migrated database holds, as `contracts/database/tables.toml` promises it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from contract_harness import resources


@dataclass(frozen=True, slots=True)
class Baseline:
    """The one migration a fresh database begins with, and the tables it makes.

    Attributes:
        tables: the application tables, the history not among them.
    """

    version: int
    name: str
    tables: frozenset[str]
    first_table: str
    last_table: str
    """The last of them in the document's order: one that a migration comes to late, as to the first early."""

    @property
    def label(self) -> str:
        """As a listing names it: `v17 baseline`."""
        return f"v{self.version} {self.name}"


@cache
def baseline() -> Baseline:
    """The promised baseline."""
    document = tomllib.loads(resources.contracts("database", "tables.toml").read_text("utf-8"))
    tables = document["application"]["tables"]
    return Baseline(
        version=document["baseline"]["version"],
        name=document["baseline"]["name"],
        tables=frozenset(tables),
        first_table=tables[0],
        last_table=tables[-1],
    )
