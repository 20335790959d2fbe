"""How the server begins, and how it ends."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reference_gateway.http.server.listener import AddressUnavailable, Listener
from reference_gateway.http.server.serving import GatewayServer
from tests.given.http_client import Client
from tests.given.http_world import limits, no_api

PROGRAM = """
import sys, time
sys.path.insert(0, {root!r})
from reference_gateway.http.server.listener import Listener
from reference_gateway.http.server.serving import Limits, serve

def app(environ, start):
    start("200 OK", [])
    def body():
        yield b"first"
        time.sleep({page_s})
        yield b"last"
    return body()

listener = Listener.bind("127.0.0.1:0")
print(listener.address, flush=True)
sys.exit(serve(app, listener, limits=Limits(shutdown_grace_s={grace_s}), is_for_ui=lambda path: False))
"""


def start(*, page_s: float, grace_s: float) -> tuple[subprocess.Popen[str], int]:
    program = PROGRAM.format(root=str(Path.cwd()), page_s=page_s, grace_s=grace_s)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline().rpartition(":")[2])
    return process, port


def begun(port: int) -> Client:
    """A client that has the first part of an answer."""
    for _ in range(500):
        try:
            client = Client(port)
            break
        except ConnectionRefusedError:
            time.sleep(0.01)
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    client.until(b"first")
    return client


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_answer_in_flight_finish(number):
    """The answer is whole, new connections are refused meanwhile, the exit code is 0."""
    process, port = start(page_s=0.4, grace_s=5)
    client = begun(port)
    idle = Client(port)
    process.send_signal(number)

    assert idle.is_closed()
    with pytest.raises(ConnectionRefusedError):
        Client(port)
    assert client.until(b"0\r\n\r\n").endswith(b"4\r\nlast\r\n0\r\n\r\n")
    assert 0 == process.wait(5)
    close(process, client, idle)


def test_the_grace_is_not_exceeded():
    """An answer that takes longer is cut, visibly, and the process ends well all the same."""
    process, port = start(page_s=30, grace_s=0.2)
    client = begun(port)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)

    assert 0 == process.wait(5)
    assert time.monotonic() - began < 3
    with pytest.raises(EOFError):
        client.until(b"0\r\n\r\n")
    close(process, client)


def test_a_second_signal_ends_at_once():
    """Whoever is impatient is obeyed."""
    process, port = start(page_s=30, grace_s=30)
    client = begun(port)
    idle = Client(port)
    process.send_signal(signal.SIGTERM)
    assert idle.is_closed()
    process.send_signal(signal.SIGTERM)

    assert -signal.SIGTERM == process.wait(5)
    close(process, client, idle)


def test_a_taken_address_is_refused_with_a_remedy():
    """Also when its holder does not listen yet."""
    held = Listener.bind("127.0.0.1:0")

    with pytest.raises(AddressUnavailable, match=f"server.bind {held.address}: address already in use; stop"):
        Listener.bind(held.address)
    held.close()


def test_an_address_whose_connections_linger_is_free():
    """A restart does not wait for TIME_WAIT."""
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    accepted, _ = server.accept()
    address = f"127.0.0.1:{server.getsockname()[1]}"
    accepted.close()
    client.close()
    server.close()

    listener = Listener.bind(address)

    assert address == listener.address
    listener.close()


def test_nothing_is_accepted_before_serving():
    """Bound is not open."""
    listener = Listener.bind("127.0.0.1:0")

    with pytest.raises(ConnectionRefusedError):
        Client(int(listener.address.rpartition(":")[2]))
    listener.close()


@pytest.mark.parametrize("text", ["localhost:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", ":80", ""])
def test_only_an_ip_address_with_a_port_is_bound(text):
    """Host names are not addresses here."""
    with pytest.raises(AddressUnavailable, match="write it as IP:port"):
        Listener.bind(text)


def close(process: subprocess.Popen[str], *clients: Client) -> None:
    assert process.stdout is not None
    process.stdout.close()
    for client in clients:
        client.close()


def test_serving_needs_no_signals_to_stop():
    """`stop` may be called from anywhere."""
    server = GatewayServer(no_api, Listener.bind("127.0.0.1:0"), limits(), lambda _: False)
    server.stop()
    server.run()

    assert server.is_draining
