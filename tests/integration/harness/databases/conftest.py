"""A factory of each engine; the server of PostgreSQL is one for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_harness.databases import DatabaseFactory
from contract_harness.databases.factories import factory_for
from contract_harness.databases.postgres_server import URL_VARIABLE, postgres_server
from tests.integration.harness.conftest import QUICK


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """A real server."""
    with postgres_server() as server:
        yield server.url


@pytest.fixture(params=["libsql", "postgres"])
def factory(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DatabaseFactory]:
    """A factory of each engine."""
    if request.param == "postgres":
        monkeypatch.setenv(URL_VARIABLE, request.getfixturevalue("server_url"))
    factory = factory_for(request.param, tmp_path / "databases", QUICK)
    yield factory
    factory.close()
