"""Databases for the gateway's own tests: a real SQLite file, a real PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from contract_harness.databases.postgres_server import postgres_server
from tests.given.graphs import NOW, graph, graph_of

__all__ = ["graph", "graph_of"]

_numbers = itertools.count()


@dataclass(frozen=True)
class Engine:
    """One kind of database: how a configuration names it, and what it is called."""

    kind: str
    section: Callable[[], dict[str, Any]]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's URL; its role may create databases."""
    with postgres_server() as server:
        yield server.url


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases; they are dropped afterwards."""
    made: list[str] = []

    def make() -> str:
        made.append(f"gateway_test_{next(_numbers)}_{NOW:%H%M}_{id(made)}")
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}".encode())
        return psycopg.conninfo.make_conninfo(postgres_url, dbname=made[-1])

    yield make
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["libsql", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """The `database:` section of an empty database, once for each engine."""
    if request.param == "libsql":
        return {"kind": "libsql", "path": str(tmp_path / "gateway.db")}
    make = request.getfixturevalue("new_postgres")
    return {"kind": "postgres", "url": f"literal.{make()}"}
