"""One table of budgets: a migration more, and the queries that go there."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import structs

from reference_gateway.domain.migrations import DatabaseState, Migration
from reference_gateway.mutants._stores import HandedOn
from reference_gateway.services import migration
from reference_gateway.store.backend import Row
from reference_gateway.store.queries import Query
from reference_gateway.store.sqlite import SqliteBackend

BUDGETS = "budgets"
FORMER = frozenset({"user_budgets", "team_budgets"})
ONE_TABLE = f"""
CREATE TABLE {BUDGETS} (
    id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, cadence TEXT NOT NULL, amount_10000 BIGINT NOT NULL,
    hard_limit INTEGER NOT NULL, timezone TEXT NOT NULL, is_active INTEGER NOT NULL,
    created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX budgets_active ON {BUDGETS} (owner_id) WHERE is_active = 1;
DROP TABLE user_budgets;
DROP TABLE team_budgets;
"""


class Store(HandedOn):
    """Merges the two tables in V18."""

    @property
    def registry(self) -> Sequence[Migration]:
        return [*self.real.registry, Migration(18, "one_table_of_budgets", ONE_TABLE)]


class Migrations(migration.Migrations):
    """Takes the one table for both when it looks for what is missing."""

    def validate(self, state: DatabaseState) -> None:
        has_both = BUDGETS in state.tables
        super().validate(structs.replace(state, tables=state.tables | FORMER) if has_both else state)


class _OneTable:
    """What every backend asks of the two goes to the one."""

    def fetch_all(self, query: Query, /, **params: Any) -> list[Row]:
        return super().fetch_all(merged(query), **params)

    def fetch_one(self, query: Query, /, **params: Any) -> Row | None:
        return super().fetch_one(merged(query), **params)

    def execute(self, query: Query, /, **params: Any) -> int:
        return super().execute(merged(query), **params)


class SqliteStore(_OneTable, SqliteBackend):
    """On a SQLite file."""


def postgres_store(*given: Any, **named: Any) -> Any:
    """On PostgreSQL, whose driver only those load who use it."""
    from reference_gateway.store.postgres import PostgresBackend

    return type("PostgresStore", (_OneTable, PostgresBackend), {})(*given, **named)


@cache
def merged(query: Query) -> Query:
    """The query for the one table."""
    found = re.search(r"\b(user|team)_budgets\b", query.text)
    if found is None:
        return query
    text = query.text.replace(found[0], BUDGETS)
    return Query(query.name, re.sub(rf"(?<!:)\b{found[1]}_id\b", "owner_id", text))
