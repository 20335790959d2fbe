"""A WebSocket through the gateway: who is given one, and what is agreed on."""

import json
import logging
import socket
import threading

import pytest

from tests.given.http_client import Client, ask, get
from tests.given.http_upstream import page
from tests.given.http_world import limits, proxying
from tests.given.websockets import KEY, Puppet, acceptance, handshake, opened, over


def test_bytes_pass_both_ways_after_the_handshake(live_ui, puppet):
    """What was asked and agreed reaches the other side, hop by hop headers made anew."""
    with proxying(live_ui.port) as port:
        client = Client(port)
        client.send(handshake("Cookie: a=b", "Sec-WebSocket-Protocol: chat, other"))
        head = client.until(b"\r\n\r\n").decode().lower()
        assert head.startswith("http/1.1 101 switching protocols\r\n")
        assert "\r\nupgrade: websocket\r\n" in head
        assert 1 == head.count("\r\nconnection: ") == head.count("\r\nconnection: upgrade\r\n")
        assert "\r\nsec-websocket-protocol: chat\r\n" in head
        assert "\r\nx-request-id: " in head
        assert puppet.has_agreed.wait(5)

        client.send(b"\x81\x82abcd" + b"hi")
        assert b"\x81\x82abcdhi" == puppet.read(8)
        puppet.socket.sendall(b"\x81\x02ok")
        assert b"\x81\x02ok" == client.exactly(4)

    (asked,) = live_ui.asked
    assert "GET /admin/live?a=b HTTP/1.1" == asked.line
    headers = [(name.lower(), value) for name, value in asked.headers]
    expected = {
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-key", KEY),
        ("sec-websocket-version", "13"),
        ("sec-websocket-protocol", "chat, other"),
        ("cookie", "a=b"),
        ("x-forwarded-host", "gateway.test"),
        ("x-forwarded-origin", "http://gateway.test"),
    }
    assert expected <= set(headers)
    assert 1 == sum(name == "connection" for name, _ in headers)


def test_no_address_has_all_places(live_ui, puppet):
    """Behind a proxy that is trusted, a visitor's own address counts; without places there are none."""
    trusting = {"trusted": ("127.0.0.0/8",), "limits": limits(tunnels=4)}
    with proxying(live_ui.port, **trusting) as port:
        own = [opened(port, puppet, f"X-Forwarded-For: 192.0.2.{number}") for number in range(3)]
        refused = ask(port, handshake("X-Forwarded-For: 203.0.113.9, 192.0.2.0"))
        last = opened(port, puppet, "X-Forwarded-For: 192.0.2.0, 192.0.2.9")
        full = ask(port, handshake("X-Forwarded-For: 192.0.2.8"))

        assert [503, 503] == [refused.status, full.status]
        assert 4 == len([*own, last]) == len(live_ui.asked)
    with proxying(live_ui.port, limits=limits(tunnels=0)) as port:
        assert 503 == ask(port, handshake()).status


def test_places_are_limited_and_come_back(live_ui, puppet, caplog):
    """Whoever finds none is told, in a document and in a log line; another's end makes room."""
    with proxying(live_ui.port, limits=limits(tunnels=8)) as port, caplog.at_level(logging.INFO):
        first, _second = opened(port, puppet), opened(port, puppet)
        refused = ask(port, handshake())
        assert 503 == refused.status
        assert refused.one("retry-after")
        assert "too_many_websockets" == json.loads(refused.body)["error"]["code"]
        assert 2 == len(live_ui.asked)
        assert any("as many WebSockets" in record.getMessage() for record in caplog.records)
        assert 200 == get(port, "/admin/x").status

        first.socket.shutdown(socket.SHUT_WR)
        puppet.may_go.set()
        over(caplog, 1)
        opened(port, puppet)


@pytest.mark.parametrize("status", [200, 403, 426])
def test_another_answer_is_passed_back(live_ui, puppet, status):
    """A UI that wants no WebSocket says so; no place stays taken, and the connection goes on."""
    live_ui.script = page(b"no", status=f"{status} So")
    with proxying(live_ui.port, limits=limits(tunnels=1)) as port:
        client = Client(port)
        for _ in range(3):
            client.send(handshake())
            reply = client.reply()
            assert (status, b"no") == (reply.status, reply.body)


BAD = [
    b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    acceptance("AAAAAAAAAAAAAAAAAAAAAA=="),
    acceptance().replace(b"websocket", b"h2c"),
    acceptance().replace(b"Connection: Upgrade\r\n", b""),
    b"",
]


@pytest.mark.parametrize("answer", BAD)
def test_a_false_acceptance_is_unavailability(live_ui, answer):
    """Nothing is tunnelled to a server that did not agree to this WebSocket."""

    def script(conversation, _asked):
        conversation.say(answer)
        conversation.hang_up()

    live_ui.script = script
    with proxying(live_ui.port, limits=limits(tunnels=1)) as port:
        for _ in range(2):
            assert 503 == ask(port, handshake()).status


@pytest.mark.parametrize("header", ["Origin: http://evil.test", "Origin: null", "Sec-Fetch-Site: cross-site"])
def test_pages_of_others_are_refused(live_ui, puppet, caplog, header):
    """Their browser would send our cookies along."""
    with proxying(live_ui.port) as port, caplog.at_level(logging.WARNING):
        reply = ask(port, handshake(header))
        assert 403 == reply.status
        assert "origin_not_allowed" == json.loads(reply.body)["error"]["code"]
        assert "/admin/live" in caplog.text
        opened(port, puppet, "Origin: http://gateway.test", "Sec-Fetch-Site: same-origin")

    assert 1 == len(live_ui.asked)


INCOMPLETE = [
    handshake(drop="Sec-WebSocket-Key"),
    handshake(drop="Sec-WebSocket-Version"),
    handshake(drop="Upgrade"),
    handshake(drop="Connection"),
    handshake().replace(b"websocket", b"h2c"),
    handshake().replace(b"websocket", b"websocket, h2c"),
    handshake().replace(KEY.encode(), b"c2hvcnQ="),
    handshake("Sec-WebSocket-Key: " + KEY),
    handshake().replace(b"keep-alive, Upgrade", b"Upgrade, Sec-WebSocket-Key"),
    handshake().replace(b"GET", b"PUT"),
    handshake("Content-Length: 2") + b"ab",
]


@pytest.mark.parametrize("request_bytes", INCOMPLETE)
def test_what_is_no_handshake_is_an_ordinary_request(live_ui, request_bytes):
    """The offer stops at the gateway."""
    with proxying(live_ui.port) as port:
        assert 200 == ask(port, request_bytes).status

    assert not live_ui.asked[0].all("upgrade")
    assert not live_ui.asked[0].all("connection")


def test_a_client_that_leaves_before_the_answer_leaves_nothing(live_ui):
    """Its place is free again."""
    asked, may_answer = threading.Event(), threading.Event()

    def script(conversation, _asked):
        asked.set()
        assert conversation.is_hung_up_on()
        may_answer.set()

    live_ui.script = script
    with proxying(live_ui.port, limits=limits(tunnels=1)) as port:
        client = Client(port)
        client.send(handshake())
        assert asked.wait(5)
        client.close()
        assert may_answer.wait(5)
        live_ui.script = Puppet()
        live_ui.script.may_go.set()
        for _ in range(100):
            reply = Client(port)
            reply.send(handshake())
            if reply.until(b"\r\n").startswith(b"HTTP/1.1 101 "):
                break
        else:
            pytest.fail("its place was not given back")
