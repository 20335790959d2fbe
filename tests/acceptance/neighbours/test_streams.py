"""Events, uploads, idle connections and a private authority, through each neighbour."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Self

import pytest

from tests.acceptance.neighbours.arranging import Neighbour, in_front_of, neighbours, rows
from tests.given.http_client import Client
from tests.given.http_upstream import Asked, Conversation, Upstream
from tests.given.http_world import SMALL, Limits, limits, proxying
from tests.given.tls import Certificates, pipe
from tests.given.websockets import Puppet, handshake

COLUMNS = neighbours()
EACH = pytest.mark.parametrize("neighbour", COLUMNS.values(), ids=lambda one: one.name)
TRUSTED = ("127.0.0.1/32",)
PATIENCE_S = 60

UPLOAD_BYTES = 50_000_000
UPLOAD = f"POST /admin/files HTTP/1.1\r\nHost: g\r\nContent-Length: {UPLOAD_BYTES}\r\n\r\n".encode()

LIMIT_S = 1.5
"""Of the gateway and of the neighbour, shrunk: between two pieces."""
PAUSE_S = 0.2
EVENTS = 20
"""So that all of them take more than twice the limit."""
TRIES = 5

TESTS = {
    "sign-in": "test_sign_in.py",
    "below a path, `/llm`": "test_sign_in.py",
    "events for a minute": "test_streams.py",
    "50 MB upload to the admin UI": "test_streams.py",
    "idle connections": "test_streams.py",
    "private authority of the admin UI": "test_streams.py",
    "WebSocket of the admin UI": "test_streams.py",
}
"""The row of the page, and the file that holds its cells."""


def test_every_cell_of_the_page_is_held() -> None:
    """The columns are the neighbours that have a configuration."""
    found = rows()

    assert set(TESTS) == set(found)
    for row, cells in found.items():
        assert list(COLUMNS) == list(cells)
        assert (Path(__file__).parent / TESTS[row]).exists()


@pytest.fixture
def ui() -> Iterator[Upstream]:
    """An admin UI that answers a small page."""
    upstream = Upstream()
    yield upstream
    upstream.stop()


@EACH
def test_events_that_take_longer_than_every_limit(neighbour: Neighbour, ui: Upstream) -> None:
    """The first arrives before the second is made, and the last arrives as well."""
    for _ in range(TRIES):
        events = Events()
        ui.script = events
        with _between(ui, neighbour) as port, Ticking() as ticking:
            client = Client(port)
            try:
                client.send(b"GET /admin/events HTTP/1.1\r\nHost: g\r\n\r\n")
                first = client.until(b"data: 0\n\n")
                events.first_has_arrived.set()
                rest = _until_it_ends(client)
            except (EOFError, TimeoutError):
                first, rest = b"", b""
            finally:
                events.first_has_arrived.set()
        if f"data: {EVENTS}\n\n".encode() in rest:
            break
        # A machine that did not let us speak in time let nobody pass it on in time either.
        assert ticking.longest_s > LIMIT_S / 4, (first, rest)

    assert b"text/event-stream" in first
    assert f"data: {EVENTS}\n\n".encode() in rest


@EACH
def test_an_upload(neighbour: Neighbour, ui: Upstream) -> None:
    """Whole, or refused by the neighbour that takes no more."""
    with _patient(ui.port) as gateway, in_front_of(gateway, neighbour) as port:
        client = Client(port)
        client.socket.settimeout(PATIENCE_S)
        sending = threading.Thread(target=_send, args=(client, UPLOAD + bytes(UPLOAD_BYTES)))
        sending.start()
        status = client.reply().status
        client.close() if status == 413 else None
        sending.join()
    received = [len(asked.body) for asked in ui.asked]

    cell = rows()["50 MB upload to the admin UI"][neighbour.name]
    assert ((413, []) if cell.startswith("413") else (200, [UPLOAD_BYTES])) == (status, received)


@EACH
def test_after_a_pause_that_the_gateway_does_not_wait_for(neighbour: Neighbour, ui: Upstream) -> None:
    """Whoever keeps connections finds out that one is closed, and takes another."""
    for _ in range(TRIES):
        statuses = _around_a_pause(ui, neighbour)
        # Whoever asks in the very moment of the end is told 502 or nothing; who never looks, each time.
        if statuses == (200, 200):
            break

    assert (200, 200) == statuses


@EACH
def test_an_admin_ui_of_a_private_authority(neighbour: Neighbour, ui: Upstream, tmp_path: Path) -> None:
    """Known by `REQUESTS_CA_BUNDLE`; without it the admin UI is unavailable, through whoever it is."""
    certificates = Certificates.made_in(tmp_path)
    seen = []
    with pipe(f"http://127.0.0.1:{ui.port}", certificates) as url:
        for known in ({"REQUESTS_CA_BUNDLE": str(certificates.ca)}, {}):
            with (
                _patient(0, environment={"ADMIN_UI_UPSTREAM": url, **known}) as gateway,
                in_front_of(gateway, neighbour) as port,
            ):
                seen.append(_status(port))

    assert [200, 503] == seen


@EACH
def test_a_websocket(neighbour: Neighbour, ui: Upstream) -> None:
    """Of a page of this very origin; bytes pass both ways, or the admin UI is asked for a page."""
    puppet = Puppet()
    ui.script = puppet
    with _patient(ui.port) as gateway, in_front_of(gateway, neighbour) as port:
        client = Client(port)
        client.socket.settimeout(PATIENCE_S)
        here = f"127.0.0.1:{port}"
        client.send(handshake(f"Origin: http://{here}").replace(b"gateway.test", here.encode()))
        head = client.until(b"\r\n\r\n")
        is_open = head.startswith(b"HTTP/1.1 101 ")
        try:
            heard = _conversation(client, puppet) if is_open else None
        finally:
            puppet.may_go.set()

    is_promised = rows()["WebSocket of the admin UI"][neighbour.name] == "yes"
    assert ((b"to the UI", b"to the page") if is_promised else None) == heard, head


class Events:
    """An admin UI that sends one event after the other, once the first is there."""

    def __init__(self) -> None:
        self.first_has_arrived = threading.Event()

    def __call__(self, conversation: Conversation, _: Asked) -> None:
        conversation.say(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        for number in range(EVENTS + 1):
            conversation.say(_chunk(f"data: {number}\n\n"))
            self.first_has_arrived.wait(60)
            time.sleep(PAUSE_S)
        conversation.say(b"0\r\n\r\n")


class Ticking:
    """How long this process had to wait for its turn, at worst."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._tick)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _tick(self) -> None:
        last = time.monotonic()
        while not self._is_over.wait(0.02):
            now = time.monotonic()
            self.longest_s, last = max(self.longest_s, now - last), now


def _around_a_pause(ui: Upstream, neighbour: Neighbour) -> tuple[int, int]:
    request = b"POST /admin/x HTTP/1.1\r\nHost: g\r\nContent-Length: 2\r\n\r\nhi"
    with (
        _patient(ui.port, limits(idle_s=2.0)) as gateway,
        in_front_of(gateway, neighbour) as port,
    ):
        client, before = _asked(port, request)
        # The control is connected and asked last: when it is closed, the neighbour's own connection has been.
        control, _ = _asked(gateway, request)
        assert control.is_closed()
        if not neighbour.program:
            assert client.is_closed()
            client = Client(port)
        client.send(request)
        try:
            return before, client.reply().status
        except EOFError:
            return before, 0


def _asked(port: int, request: bytes) -> tuple[Client, int]:
    client = Client(port)
    client.socket.settimeout(PATIENCE_S)
    client.send(request)
    return client, client.reply().status


def _patient(
    ui_port: int, limits: Limits = SMALL, environment: Mapping[str, str] = MappingProxyType({})
) -> AbstractContextManager[int]:
    """A gateway that waits long for its admin UI: nothing here is about that."""
    waits_ms = PATIENCE_S * 1000
    return proxying(
        ui_port,
        connect_ms=waits_ms,
        request_ms=waits_ms,
        trusted=TRUSTED,
        limits=limits,
        environment=environment,
    )


def _conversation(client: Client, puppet: Puppet) -> tuple[bytes, bytes]:
    assert puppet.has_agreed.wait(PATIENCE_S)
    assert puppet.socket is not None
    puppet.socket.settimeout(PATIENCE_S)
    client.send(b"to the UI")
    heard = puppet.read(9)
    puppet.socket.sendall(b"to the page")
    return heard, client.exactly(11)


def _status(port: int) -> int:
    client = Client(port)
    client.socket.settimeout(PATIENCE_S)
    client.send(b"GET /admin HTTP/1.1\r\nHost: g\r\n\r\n")
    return client.reply().status


@contextmanager
def _between(ui: Upstream, neighbour: Neighbour) -> Iterator[int]:
    limit_ms = int(LIMIT_S * 1000)
    with (
        proxying(ui.port, connect_ms=limit_ms, request_ms=limit_ms, trusted=TRUSTED) as gateway,
        in_front_of(gateway, neighbour, is_shrunk=True) as port,
    ):
        yield port


def _chunk(text: str) -> bytes:
    return f"{len(text):x}\r\n{text}\r\n".encode()


def _until_it_ends(client: Client) -> bytes:
    whole = client.held
    while b"\r\n0\r\n\r\n" not in whole and (data := client.read()):
        whole += data
    return whole


def _send(client: Client, data: bytes) -> None:
    try:
        client.send(data)
    except OSError:
        # Refused before it was whole: the answer tells.
        return
