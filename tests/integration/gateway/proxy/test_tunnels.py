"""A WebSocket that was agreed on: bytes both ways, until somebody ends it."""

import hashlib
import logging
import socket
import struct
import threading

import pytest

from tests.given.http_client import Client, get
from tests.given.http_upstream import page
from tests.given.http_world import limits, proxying
from tests.given.tls import Certificates, pipe
from tests.given.websockets import handshake, opened, over

MUCH = bytes(range(256)) * 8192


def test_what_comes_with_the_acceptance_or_before_it_is_not_lost(live_ui, puppet):
    """A UI that greets at once, and a client that did not wait."""
    puppet.greeting = b"\x81\x05hello"
    with proxying(live_ui.port) as port:
        client = Client(port)
        client.send(handshake())
        client.send(b"early")
        client.until(b"\r\n\r\n")

        assert b"\x81\x05hello" == client.exactly(7)
        assert puppet.has_agreed.wait(5)
        assert b"early" == puppet.read(5)


def test_what_is_sent_in_one_piece_with_the_handshake_is_no_request(live_ui, puppet):
    """It is the tunnel's, whatever it looks like; where there is none it is nobody's."""
    behind = b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n"
    with proxying(live_ui.port) as port:
        client = Client(port)
        client.send(handshake() + behind)
        client.until(b"\r\n\r\n")
        assert puppet.has_agreed.wait(5)
        assert behind == puppet.read(len(behind))

        live_ui.script = page(b"no")
        client = Client(port)
        client.send(handshake() + behind)
        assert b"no" == client.reply().body
        assert client.is_closed()

    assert 2 == len(live_ui.asked)


@pytest.mark.parametrize("writer_is_ui", [True, False], ids=["the UI", "the client"])
def test_much_passes_a_slow_reader_in_little_memory(live_ui, puppet, writer_is_ui):
    """The writer is stopped long before it has said all, and all arrives in the end."""
    with proxying(live_ui.port) as port:
        client = opened(port, puppet)
        writer, reader = puppet.socket, client.socket
        if not writer_is_ui:
            writer, reader = reader, writer
        for each in (writer, reader):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        data = MUCH * 16
        sent = threading.Event()

        def write() -> None:
            writer.sendall(data)
            sent.set()

        thread = threading.Thread(target=write, daemon=True)
        writer.settimeout(30)
        thread.start()
        assert not sent.wait(0.3), "32 MiB fit into sockets and gateway"
        got = hashlib.sha256()
        left = len(data)
        while left:
            piece = reader.recv(65536)
            assert piece
            got.update(piece)
            left -= len(piece)
        thread.join(5)

        assert sent.is_set()
        assert got.digest() == hashlib.sha256(data).digest()


@pytest.mark.parametrize("first", ["client", "UI"])
def test_half_a_connection_passes(live_ui, puppet, first):
    """Who has said all is still told the rest; then it is over for both."""
    with proxying(live_ui.port) as port:
        client = opened(port, puppet)
        one, other = client.socket, puppet.socket
        if first == "UI":
            one, other = other, one
        one.sendall(b"last")
        one.shutdown(socket.SHUT_WR)
        said = b""
        while data := other.recv(100):
            said += data
        assert b"last" == said
        other.sendall(MUCH[:100_000])
        other.shutdown(socket.SHUT_WR)
        heard = b""
        while data := one.recv(65536):
            heard += data
        assert MUCH[:100_000] == heard


@pytest.mark.parametrize("first", ["client", "UI"])
def test_a_reset_passes(live_ui, puppet, first):
    """It is no orderly end, and the other side sees that."""
    with proxying(live_ui.port) as port:
        client = opened(port, puppet)
        one, other = client.socket, puppet.socket
        if first == "UI":
            one, other = other, one
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if first == "UI":
            puppet.may_go.set()
        else:
            one.close()
        with pytest.raises(ConnectionResetError):
            other.recv(1)


def test_a_tunnel_holds_no_thread_and_ordinary_calls_are_answered(live_ui, puppet):
    """More of them than there are threads of any kind."""
    with proxying(live_ui.port) as port:
        clients = [opened(port, puppet) for _ in range(12)]

        assert 200 == get(port, "/admin/x").status
        assert all(client.socket.fileno() > 0 for client in clients)


def test_silence_has_a_limit_of_its_own_and_each_end_is_told(live_ui, puppet, caplog):
    """Longer than the UI may take to answer; whatever passes begins it anew."""
    with (
        proxying(live_ui.port, request_ms=2000, websocket_idle_ms=3000) as port,
        caplog.at_level(logging.INFO),
    ):
        client = opened(port, puppet)
        client.send(b"abc")
        assert b"abc" == puppet.read(3)
        assert b"" == client.read()
        (note,) = over(caplog, 1)

    assert ("idle", 3, 0) == (note.ended_by, note.bytes_from_client, note.bytes_to_client)
    assert note.duration_s >= 3.0
    assert note.request_id


def test_the_end_of_the_gateway_ends_tunnels_at_once(live_ui, puppet, caplog):
    """Nobody waits for the grace, which is longer than `proxying` waits for the end."""
    with caplog.at_level(logging.INFO):
        with proxying(live_ui.port, limits=limits(shutdown_grace_s=600.0)) as port:
            client = opened(port, puppet)
            puppet.socket.sendall(b"bye")
            assert b"bye" == client.exactly(3)
        (note,) = over(caplog, 1)
        assert "shutdown" == note.ended_by
        assert b"" == puppet.socket.recv(1)


@pytest.mark.parametrize("first", ["client", "UI"])
def test_a_ui_behind_tls(live_ui, puppet, first, tmp_path):
    """What TLS has read ahead passes at once, and an end passes whole though there is no half of one."""
    certificates = Certificates.made_in(tmp_path)
    with (
        pipe(f"http://127.0.0.1:{live_ui.port}", certificates) as origin,
        proxying(live_ui.port, origin=origin, ca_bundle=str(certificates.ca)) as port,
    ):
        client = opened(port, puppet)
        one, other = client.socket, puppet.socket
        if first == "UI":
            one, other = other, one
        for writer, reader in ((one, other), (other, one)):
            thread = threading.Thread(target=writer.sendall, args=[MUCH])
            thread.start()
            assert MUCH == _exactly(reader, len(MUCH))
            thread.join()
        for size in (1, 16384, 16385, 40000):
            puppet.socket.sendall(MUCH[:size])
            assert MUCH[:size] == client.exactly(size)
        one.sendall(MUCH)
        one.shutdown(socket.SHUT_WR)
        assert MUCH == _exactly(other, len(MUCH))
        assert b"" == other.recv(1)


def _exactly(reader: socket.socket, size: int) -> bytes:
    held = b""
    while len(held) < size and (data := reader.recv(size - len(held))):
        held += data
    return held
