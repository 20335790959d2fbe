"""A disk that takes no more: whoever meets it is told."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.given.http_client import Client, get
from tests.given.own_process import serving_in_a_process

PROGRAM = """
import resource, sys
sys.path.insert(0, {root!r})
from reference_gateway.http.server.listener import Listener
from reference_gateway.http.server.serving import Limits, serve

def app(environ, start):
    start("200 OK", [("content-type", "text/plain")])
    return [b"%d " % len(environ["wsgi.input"].read()) + b"a" * 5_000_000]

listener = Listener.bind("127.0.0.1:0")
listener.socket.listen()
print(listener.address, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
limits = Limits(shutdown_grace_s=1.0)
sys.exit(serve(app, listener, limits=limits, is_for_ui=lambda path: path == "/ui"))
"""


@pytest.fixture
def gateway() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Where it listens, and its process, none of whose files may grow beyond a megabyte."""
    with serving_in_a_process(PROGRAM) as served:
        yield served


def test_whoever_meets_a_full_disk_has_an_answer(gateway: tuple[int, subprocess.Popen[str]]) -> None:
    """503 with the document, and a line in the log; what needs no disk goes on, large answers too."""
    port, process = gateway
    client = Client(port)
    client.send(b"POST /ui HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + b"a" * 2_000_000)
    refused = client.reply()
    answered = get(port, "/ui")
    client.close()
    process.terminate()
    _, log = process.communicate(timeout=60)

    assert (503, "no_room_for_body", "close") == (
        refused.status,
        json.loads(refused.body)["error"]["code"],
        refused.one("connection"),
    )
    assert (200, 5_000_002) == (answered.status, len(answered.body))
    assert "no room for a request body: File too large" in log
    assert "Traceback" not in log
