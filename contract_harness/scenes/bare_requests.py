"""What a visitor does on a bare connection: says too much, breaks off, leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.scenes.visitor import Visitor

_FOLLOWER = "GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\nX-Behind: yes\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried on a connection, and what came of it."""

    connection: RawConnection
    came: RawReply | ContractBreach

    @classmethod
    def make(cls, connection: RawConnection, visitor: Visitor, request: bytes) -> Self:
        """Send *request* with a second one right behind it, and read one answer, if there is one to read."""
        __tracebackhide__ = True
        connection.send(request + _FOLLOWER.format(host=visitor.host).encode("latin-1"))
        try:
            return cls(connection, connection.read_reply(visitor.http.patience.close_s))
        except ContractBreach as breach:
            return cls(connection, breach)

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


def leave_after_the_first_bytes(connection: RawConnection, head: bytes) -> None:
    """Ask for a page, wait until it begins to come, and hang up.

    Raises:
        ContractBreach: it never began.
    """
    __tracebackhide__ = True
    connection.send(head)
    if not connection.wait_for(b"\r\n\r\n"):
        raise ContractBreach("the page begins to come", "nothing came")
    connection.close()
