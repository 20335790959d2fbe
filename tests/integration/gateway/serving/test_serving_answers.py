"""What bounds a connection, and how an answer that goes wrong ends."""

import socket
import threading
import time

import pytest

from tests.given.http_client import Client, get
from tests.given.http_world import limits, no_api, serving


def test_health_answers_while_every_other_thread_is_busy():
    """Kinds of work do not share threads."""
    release = threading.Event()

    def app(environ, start):
        if environ["PATH_INFO"] != "/healthz":
            release.wait(10)
        return no_api(environ, start)

    with serving(app, limits=limits(api_threads=2)) as port:
        held = [Client(port) for _ in range(6)]
        for client in held:
            client.send(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        began = time.monotonic()

        assert 404 == get(port, "/healthz").status
        assert time.monotonic() - began < 1

        release.set()
        assert [404] * 6 == [client.reply().status for client in held]
        for client in held:
            client.close()


def test_a_head_that_does_not_arrive_in_time_is_refused():
    """408, so that a slow sender holds nothing for long."""
    with serving(no_api, limits=limits(head_s=0.3)) as port:
        client = Client(port)
        client.send(b"GET / HTTP/1.1\r\n")

        assert 408 == client.reply().status
        assert client.is_closed()
        client.close()


def test_an_idle_connection_is_closed():
    """Silently: nothing was asked."""
    with serving(no_api, limits=limits(idle_s=0.3)) as port:
        client = Client(port)

        assert client.is_closed()
        client.close()


def test_a_client_that_takes_nothing_is_dropped_and_its_producer_told():
    """A stalled reader does not hold a thread for ever."""
    closed = threading.Event()

    class Endless:
        def __iter__(self):
            while True:
                yield b"a" * 65536

        def close(self):
            closed.set()

    def app(_environ, start):
        start("200 OK", [])
        return Endless()

    with serving(app, limits=limits(stall_s=0.3)) as port:
        client = Client(port)
        client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")

        assert closed.wait(10)
        client.close()


def test_an_answer_that_fails_midway_is_cut_not_ended():
    """Chunked: no last chunk. Declared: fewer bytes. HTTP/1.0: the connection is reset."""

    def app(environ, start):
        declared = [("content-length", "10")] if environ["PATH_INFO"] == "/declared" else []
        start("200 OK", declared)

        def body():
            yield b"half"
            raise RuntimeError("no more")

        return body()

    with serving(app) as port:
        assert not get(port, "/").is_complete
        assert not get(port, "/declared").is_complete
        client = Client(port)
        client.send(b"GET / HTTP/1.0\r\n\r\n")
        client.until(b"\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            client.rest()
        client.close()


def test_an_application_that_raises_answers_the_envelope():
    """500, nothing of the cause in it."""

    def app(_environ, _start):
        raise RuntimeError("secret detail")

    with serving(app) as port:
        reply = get(port, "/")

    assert 500 == reply.status
    assert b"internal_error" in reply.body
    assert b"secret" not in reply.body


def test_a_client_that_has_said_all_is_answered():
    """Half a connection is enough to hear an answer on."""

    def app(environ, start):
        time.sleep(0.1)
        return no_api(environ, start)

    with serving(app) as port:
        client = Client(port)
        client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        client.socket.shutdown(socket.SHUT_WR)

        assert 404 == client.reply().status
        assert client.is_closed()


def test_streamed_answers_keep_the_connection():
    """A chunked answer is followed by another on the same connection."""

    def app(_environ, start):
        start("200 OK", [])
        return iter([b"a", b"b"])

    with serving(app) as port:
        client = Client(port)
        for _ in range(2):
            client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"ab" == client.reply().body
        client.close()
