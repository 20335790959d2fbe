"""Decisions do not depend on the engine: each test has one database, on SQLite, empty or populated."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reference_gateway.store.sqlite import SqliteBackend
from tests.given.graphs import graph, graph_of
from tests.given.population import prepare

__all__ = ["graph", "graph_of"]


@pytest.fixture
def database(tmp_path: Path) -> dict[str, Any]:
    """The `database:` section of an empty database."""
    return {"kind": "libsql", "path": str(tmp_path / "gateway.db")}


@pytest.fixture(scope="session")
def _populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Who and what is in the database of the API tests; only ever copied."""
    path = tmp_path_factory.mktemp("decisions") / "populated.db"
    prepare(path)
    return path


@pytest.fixture
def backend(_populated: Path, tmp_path: Path) -> Iterator[SqliteBackend]:
    """A populated database of one's own."""
    path = tmp_path / "populated.db"
    shutil.copy(_populated, path)
    with closing(SqliteBackend(path)) as backend:
        yield backend
