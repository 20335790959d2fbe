"""Parts that several of these tests need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.pool import Pool
from contract_harness.patience import Patience
from contract_harness.targets.target import Target
from contract_harness.upstreams.http_server import Upstream
from tests.given.target_files import fake_target, target_file

__all__ = ["fake_target", "target_file"]


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
def fake_pool(fake_target: Target) -> Iterator[Pool]:
    """A pool for the fake gateway."""
    pool = Pool(fake_target, QUICK)
    yield pool
    pool.close()
