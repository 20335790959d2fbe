"""A gateway put together over a database, at one moment that does not pass."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from reference_gateway.config import GatewayConfig
from reference_gateway.config.walk import Walk
from reference_gateway.wiring import Parts
from reference_gateway.wiring.graph import Graph

NOW = datetime(2026, 4, 24, 9, 30, tzinfo=UTC)


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
