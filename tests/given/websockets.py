"""A WebSocket's handshake, and an admin UI that agrees to one."""

import base64
import hashlib
import logging
import socket
import threading

from tests.given.http_client import Client
from tests.given.http_upstream import page

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def handshake(*headers: str, drop: str = "", path: str = "/admin/live?a=b") -> bytes:
    lines = [
        "Host: gateway.test",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        f"Sec-WebSocket-Key: {KEY}",
        "Sec-WebSocket-Version: 13",
        *headers,
    ]
    kept = [line for line in lines if not drop or not line.startswith(drop)]
    return "\r\n".join([f"GET {path} HTTP/1.1", *kept, "", ""]).encode()


def acceptance(key: str = KEY) -> bytes:
    digest = hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    return (
        b"HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )


class Puppet:
    """A UI that accepts a WebSocket and leaves its end to the test."""

    def __init__(self, greeting: bytes = b"") -> None:
        self.greeting = greeting
        self.socket: socket.socket | None = None
        self.has_agreed = threading.Event()
        self.may_go = threading.Event()

    def __call__(self, conversation, asked) -> None:
        if not asked.all("upgrade"):
            page()(conversation, asked)
            return
        conversation.say(acceptance() + self.greeting)
        self.socket = conversation.socket
        self.socket.settimeout(5)
        self.has_agreed.set()
        self.may_go.wait(20)
        raise ConnectionAbortedError

    def read(self, size: int) -> bytes:
        held = b""
        while len(held) < size and (data := self.socket.recv(size - len(held))):
            held += data
        return held


def opened(port: int, puppet: Puppet, *headers: str) -> Client:
    client = Client(port)
    client.send(handshake(*headers))
    assert client.until(b"\r\n").startswith(b"HTTP/1.1 101 ")
    client.until(b"\r\n\r\n")
    assert puppet.has_agreed.wait(5)
    return client


def over(caplog, count: int) -> list[logging.LogRecord]:
    """The log lines of ended tunnels, once there are *count*."""
    for _ in range(500):
        found = [one for one in caplog.records if one.getMessage().startswith("websocket is over")]
        if len(found) >= count:
            return found
        threading.Event().wait(0.01)
    raise AssertionError(f"{count} tunnels did not end")
