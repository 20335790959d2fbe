"""A database as it was at a moment, to the letter: what a command that must change nothing is held to."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from contract_harness.databases.model import Database


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """A database as it was at a moment.

    Attributes:
        at_s: that moment, in unix seconds.
        definitions: one line for each object of the schema.
        rows: one line for each row of each table.
    """

    at_s: float
    exists: bool
    definitions: tuple[str, ...]
    rows: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, database: Database) -> DatabaseState:
        """As it is now."""
        at_s, exists = time.time(), database.exists()
        if not exists:
            return cls(at_s, exists, (), ())
        return cls(at_s, exists, tuple(database.schema()), tuple(database.contents()))
