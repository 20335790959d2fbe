"""Parts that several of these tests need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.patience import Patience
from contract_harness.targets import loading
from contract_harness.targets.target import Target
from contract_harness.upstreams.http_server import Upstream

FAKE = Path(__file__).with_name("fake_gateway.py")

QUICK = Patience(connect_s=0.5)
"""As generous as always, save for connections, which on loopback are made by the kernel."""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A simulated server."""
    with Upstream() as upstream:
        yield upstream


@pytest.fixture
def seen() -> Evidence:
    """An empty evidence."""
    return Evidence()


@pytest.fixture
def client(upstream: Upstream, seen: Evidence) -> Iterator[HttpClient]:
    """A client of the simulated server."""
    client = HttpClient(upstream.base_url, seen, QUICK)
    yield client
    client.close()


@pytest.fixture
def target_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a target file."""

    def write(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def fake_target(target_file: Callable[[str], Path]) -> Target:
    """The fake gateway as a target."""
    path = target_file(
        f"""
        driver = "process"
        about = "A fake."
        gateway = "{{python}} -I -S {FAKE} {{config}}"
        inherit_env = ["FAKE"]
        [commands]
        serve = "{{gateway}} serve"
        migrate = "{{gateway}} migrate"
        [env]
        COLOUR = "blue"
        """
    )
    return loading.load(str(path))


@pytest.fixture
def fake_room(fake_target: Target) -> Iterator[Pool]:
    """A room for the fake gateway."""
    pool = Pool(fake_target, QUICK)
    yield pool
    pool.close()
