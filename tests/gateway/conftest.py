"""Databases for the gateway's own tests: a real SQLite file, a real PostgreSQL."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from contract_harness.databases.postgres_server import postgres_server
from reference_gateway.config import GatewayConfig
from reference_gateway.config.walk import Walk
from reference_gateway.wiring import Parts
from reference_gateway.wiring.graph import Graph

NOW = datetime(2026, 4, 24, 9, 30, tzinfo=UTC)

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


@pytest.fixture
def graph_of(database: dict[str, Any]) -> Iterator[Callable[..., Graph]]:
    """Builds a graph over the database from a configuration document; everything is closed afterwards."""
    built: list[Graph] = []

    def build(
        document: dict[str, Any] | None = None, env: dict[str, str] | None = None, **parts: Any
    ) -> Graph:
        walk = Walk()
        config = walk.read(GatewayConfig, {"database": database, **(document or {})})
        assert [] == walk.problems
        built.append(Graph(config, env or {}, Parts(**{"clock": lambda: NOW, **parts})))
        return built[-1]

    yield build
    for graph in built:
        graph.close()


@pytest.fixture
def graph(graph_of: Callable[..., Graph]) -> Graph:
    """A graph of the default configuration over a migrated database."""
    graph = graph_of()
    graph.migrations.apply()
    return graph
