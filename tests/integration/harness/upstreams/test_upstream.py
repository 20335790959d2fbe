"""Simulated servers record every byte, do as they are told, and fail like real ones."""

from __future__ import annotations

import socket

import pytest

from contract_harness.clients.http import HttpClient
from contract_harness.clients.raw import RawConnection, raw_exchange
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.upstreams.http_server import Answer, Hold, Received, Upstream
from contract_harness.upstreams.provider import SimulatedProvider
from tests.integration.harness.conftest import QUICK

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_the_head_is_recorded_byte_for_byte(upstream: Upstream) -> None:
    """Odd case and spacing included; the target stays raw."""
    head = b"GeT /%2e/a?b#c HTTP/1.1\r\nhOSt:x\r\nX-A:  1 \r\n\r\n"

    raw_exchange(upstream.base_url, head, patience=QUICK)

    seen = upstream.received[0]
    assert (head, "GeT", "/%2e/a?b#c", "/%2e/a", "b#c") == (
        seen.raw_head,
        seen.method,
        seen.target,
        seen.path,
        seen.query,
    )
    assert (("hOSt", "x"), ("X-A", "1")) == seen.headers


def test_a_stream_is_held_until_released(upstream: Upstream) -> None:
    """The first chunk arrives before the second is allowed."""
    hold = Hold()
    upstream.answer(Answer(chunks=(b"first", b"second"), hold=hold))

    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(GET)
        came_first = connection.wait_for(b"first")
        came_early = connection.wait_for(b"second", within_s=0.05)
        hold.release()
        reply = connection.read_reply()

    assert (True, False, b"firstsecond", True) == (came_first, came_early, reply.body, reply.complete)


def test_a_client_that_leaves_is_noticed(upstream: Upstream) -> None:
    """A hang-up is counted when the answer was not complete."""
    hold = Hold()
    upstream.answer(Answer(chunks=(b"first", b"second"), hold=hold))
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(GET)
        connection.wait_for(b"first")

    assert eventually(lambda: upstream.hang_ups == 1, within_s=2, what="the hang-up")


def test_a_request_cut_short_is_recorded_as_such(upstream: Upstream) -> None:
    """It is never answered."""
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
        connection.stop_sending()
        reply = connection.read_reply()

    assert (False, 0) == (reply.answered, reply.status)
    assert (False, b"abc") == (upstream.wait_for()[0].complete, upstream.received[0].body)


def test_expect_100_continue_is_obeyed(upstream: Upstream) -> None:
    """The body is asked for."""
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        assert connection.wait_for(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.send(b"abc")
        assert 200 == connection.read_reply(method="POST").status

    assert b"abc" == upstream.received[0].body


def test_stop_refuses_and_start_returns_at_the_same_port(client: HttpClient, upstream: Upstream) -> None:
    """Again and again, in any order."""
    for fail in (upstream.stop, upstream.black_hole, upstream.stop):
        fail()
        with pytest.raises(ContractBreach):
            client.get("/")
        upstream.start()
        assert 200 == client.get("/").status


def test_a_black_hole_neither_accepts_nor_refuses(upstream: Upstream) -> None:
    """Connecting runs into its own time limit."""
    upstream.black_hole()

    with pytest.raises(TimeoutError):
        socket.create_connection(("127.0.0.1", upstream.port), timeout=0.1)


def test_reset_forgets_everything(client: HttpClient, upstream: Upstream) -> None:
    """Answers, records, held connections and outages."""
    hold = Hold()
    upstream.answer_at("/held", Answer(hold_head=hold))
    with RawConnection(upstream.base_url, patience=QUICK) as connection:
        connection.send(b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
        assert hold.reached(within_s=2)
        upstream.reset()
        assert connection.is_closed()
    upstream.stop()
    upstream.reset()

    assert [] == upstream.received
    assert 200 == client.get("/held").status


def test_an_answer_can_be_made_of_the_request(client: HttpClient, upstream: Upstream) -> None:
    """By path, in the connection's own thread."""
    upstream.answer_with(lambda request: Answer(body=request.body.upper()), path="/shout")

    assert (b"ABC", b"") == (client.post("/shout", body=b"abc").body, client.post("/", body=b"abc").body)


def test_waiting_for_a_request_that_never_comes_is_a_breach(upstream: Upstream) -> None:
    """It names what was awaited."""
    with pytest.raises(ContractBreach, match=r"2 requests at the upstream within 0\.05 s"):
        upstream.wait_for(2, within_s=0.05)


def test_the_provider_answers_pong_with_the_model_asked() -> None:
    """Anything but a chat completion is not found."""
    with SimulatedProvider() as provider:
        body = b'{"model": "m1"}'
        head = b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n"
        pong = raw_exchange(provider.base_url, head + body, patience=QUICK)
        missing = raw_exchange(provider.base_url, GET, patience=QUICK)

        calls: list[Received] = provider.calls

    assert b'"model": "m1"' in pong.body
    assert (200, 404, 1) == (pong.status, missing.status, len(calls))
