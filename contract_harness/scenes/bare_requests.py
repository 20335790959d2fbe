"""What a visitor does on a bare connection: says too much, breaks off, leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.clients.websocket import handshake
from contract_harness.errors import ContractBreach
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.http_server import Upstream

_LIVE = "/live?since=7"
"""Where a page asks for a WebSocket, below the base path."""
_FOLLOWER = "GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nX-Behind: yes\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried on a connection, and what came of it."""

    connection: RawConnection
    came: RawReply | ContractBreach
    knows_chunks: bool = True
    """Whether whoever asked may be answered in chunks: not in HTTP/1.0."""

    @classmethod
    def make(
        cls, connection: RawConnection, visitor: Visitor, request: bytes, *, has_follower: bool = False
    ) -> Self:
        """Send *request*, maybe with a second one right behind it, and read one answer, if there is one."""
        __tracebackhide__ = True
        follower = _FOLLOWER.format(host=visitor.host).encode("latin-1") if has_follower else b""
        connection.send(request + follower)
        try:
            came: RawReply | ContractBreach = connection.read_reply(visitor.http.patience.close_s)
        except ContractBreach as breach:
            came = breach
        return cls(connection, came, knows_chunks=b" HTTP/1.0\r\n" not in request)

    @property
    def reply(self) -> RawReply:
        """The first answer.

        Raises:
            ContractBreach: what came is no answer, or did not end in time.
        """
        __tracebackhide__ = True
        if isinstance(self.came, ContractBreach):
            raise self.came.with_traceback(None)
        return self.came


def read_to_the_end(connection: RawConnection, visitor: Visitor, method: str) -> RawReply:
    """Ask for the base path and read one answer, whole or cut short."""
    __tracebackhide__ = True
    connection.send(visitor.head(method=method))
    return connection.read_reply(method=method)


def break_off(connection: RawConnection, begun: bytes) -> None:
    """Begin a request, stop in the middle, and wait until the gateway is done with it, or leave."""
    __tracebackhide__ = True
    connection.send(begun)
    connection.stop_sending()
    connection.is_closed()
    connection.close()


def ask_for_websockets(
    visitor: Visitor, connection: RawConnection, *, beside: Sequence[RawConnection] = ()
) -> RawReply:
    """Ask for one on *connection*, and for others *beside* it, which may be refused or kept waiting.

    Raises:
        ContractBreach: the first is not answered.
    """
    __tracebackhide__ = True
    connection.send(visitor.head(_LIVE, headers=handshake()))
    reply = connection.read_reply()
    for other in beside:
        other.send(visitor.head(_LIVE, headers=handshake()))
    all(other.wait_for(b"\r\n\r\n", within_s=visitor.http.patience.arrival_s) for other in beside)
    return reply


def leave_in_the_middle(
    connection: RawConnection, head: bytes, upstream: Upstream, *, within_s: float
) -> None:
    """Ask *upstream* for a page, and hang up when it begins to come, or has not within *within_s*.

    Raises:
        ContractBreach: nobody was asked to make it.
    """
    __tracebackhide__ = True
    connection.send(head)
    upstream.wait_for(1)
    connection.wait_for(b"\r\n\r\n", within_s=within_s)
    connection.close()
