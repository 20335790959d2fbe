"""A populated database, made once, and the API over a copy of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.given.population import prepare
from tests.integration.gateway.http_api.world import ApiWorld, api_world


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The populated database; only ever copied."""
    path = tmp_path_factory.mktemp("api") / "gateway.db"
    prepare(path)
    return path


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[ApiWorld]:
    """The running API."""
    with api_world(template, tmp_path) as world:
        yield world
