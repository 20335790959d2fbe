"""Fewer descriptors than connections: clients wait, and nobody who was accepted is cut off."""

import re
import resource
import subprocess
from collections.abc import Iterator

import pytest

from reference_gateway.http.server import descriptors
from tests.given.http_client import Client
from tests.given.own_process import serving_in_a_process

PROGRAM = """
import resource, sys
sys.path.insert(0, {root!r})
from reference_gateway.http.server.listener import Listener
from reference_gateway.http.server.serving import Limits, serve

def app(environ, start):
    with open("/dev/null"):
        start("200 OK", [("content-type", "text/plain")])
        return [b"served"]

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 128))
listener = Listener.bind("127.0.0.1:0")
listener.socket.listen()
print(listener.address, flush=True)
sys.exit(serve(app, listener, limits=Limits(shutdown_grace_s=1.0), is_for_ui=lambda _: False))
"""


@pytest.fixture
def gateway() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Where it listens, and its process, which may have 128 descriptors."""
    with serving_in_a_process(PROGRAM) as served:
        yield served


def test_whoever_was_accepted_is_served(gateway: tuple[int, subprocess.Popen[str]]) -> None:
    """Beside more idle clients than there are descriptors; the log has one sentence of it."""
    port, process = gateway
    first = Client(port)
    first.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"served" == first.reply().body
    idle = [Client(port) for _ in range(200)]
    for _ in range(20):
        first.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"served" == first.reply().body
    for client in idle:
        client.close()
    after = Client(port)
    after.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"served" == after.reply().body
    for client in (first, after):
        client.close()
    process.terminate()
    _, log = process.communicate(timeout=60)

    told = re.findall(r"may have 128 descriptors and wants \d+: it holds (\d+) connections at once", log)
    assert ["32"] == told
    assert "no descriptor is left" not in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("allowed", "kept", "raised"),
    [
        ((1024, 1_000_000), 4000, 4384),
        ((1024, 1024), 640, 1024),
        ((10_000, 10_000), 4000, 10_000),
        ((256, 256), 64, 256),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), 4000, resource.RLIM_INFINITY),
        ((1024, resource.RLIM_INFINITY), 4000, 4384),
    ],
)
def test_the_soft_limit_is_raised_first(
    monkeypatch: pytest.MonkeyPatch, allowed: tuple[int, int], kept: int, raised: int
) -> None:
    """As far as the hard one lets it; then there are fewer connections."""
    now = {resource.RLIMIT_NOFILE: allowed}
    monkeypatch.setattr(resource, "getrlimit", now.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", now.__setitem__)

    assert kept == descriptors.affordable(4000, 64)
    assert raised == now[resource.RLIMIT_NOFILE][0]
