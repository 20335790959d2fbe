"""
A unit test starts no process and opens no socket: it is run before each commit, by everybody, in seconds.

What needs either belongs to `tests/integration`, and what is a user's whole command to `tests/acceptance`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

COSTLY = frozenset(
    {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "socket.bind", "socket.connect"}
)
"""What Python tells its auditors of, and a unit test may not do."""

_running = False


def _audit(event: str, _arguments: object) -> None:
    if _running and event in COSTLY:
        raise RuntimeError(f"a unit test does {event}: move it to tests/integration, under the same room.")


sys.addaudithook(_audit)


@pytest.fixture(autouse=True)
def _cheap() -> Iterator[None]:
    """Nothing costly from here to the end of the test."""
    global _running
    _running = True
    yield
    _running = False
