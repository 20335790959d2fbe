"""A gateway that keeps its database to itself is broken, whichever engine, and it goes all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from contract_harness.databases.postgres_server import URL_VARIABLE, postgres_server
from tests.gateways.zoo.keeper import Animal, visit

LOCKED = [
    Animal("locked_database", ("sqlite",)),
    Animal("locked_database", ("postgres",), database="postgres", python="{python}"),
]
CLAUSE = "bootstrap.first-boot-makes-one-admin"


@pytest.fixture
def server_url() -> Iterator[str]:
    """A real server, which is not the harness's to stop."""
    with postgres_server() as server:
        yield server.url


def databases(url: str) -> list[str]:
    """The names of all databases of the server."""
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT datname FROM pg_database ORDER BY 1")]


def test_a_database_that_stays_locked_is_the_gateways_fault(server_url: str, tmp_path: Path) -> None:
    """It is told in the words of the contract, in time, and no database, process, port or file is left."""
    before = databases(server_url)
    seen = visit(
        LOCKED, tmp_path, "--patience=0.2", f"--clause={CLAUSE}", workers=2, env={URL_VARIABLE: server_url}
    )
    examples = [seen.examples(animal)[0] for animal in LOCKED]

    assert [("broken", "it stayed locked")] * 2 == [(one["verdict"], one["observed"]) for one in examples]
    assert 1 == seen.exit_code, seen.said
    assert () == seen.left
    assert before == databases(server_url)
