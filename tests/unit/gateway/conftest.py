"""A gateway over a database of its own, on SQLite: what is decided does not depend on the engine."""

from tests.given.graphs import graph, graph_of

__all__ = ["graph", "graph_of"]
