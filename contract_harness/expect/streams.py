"""Answers and uploads watched byte by byte on a bare connection."""

from __future__ import annotations

from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.patience import eventually
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Upstream

_CUT_UPLOADS = {
    "of announced length": ((("Content-Length", "100"),), b"only the first half of what was announced"),
    "in chunks": ((("Transfer-Encoding", "chunked"),), b"5\r\nhello\r\n5\r\nhel"),
}


def expect_first_bytes(connection: RawConnection, begun: BegunPage, *, within_s: float) -> None:
    """The first piece has come although the admin UI still holds the rest."""
    __tracebackhide__ = True
    if not connection.wait_for(begun.first[-64:], within_s=within_s):
        raise ContractBreach(
            f"the first {len(begun.first)} bytes arrive before the rest is made", f"not within {within_s:g} s"
        )


def expect_whole(connection: RawConnection, begun: BegunPage) -> None:
    """The answer ends properly and is exactly the page."""
    __tracebackhide__ = True
    reply = connection.read_reply()
    if not reply.complete or reply.body != begun.whole:
        raise ContractBreach(
            f"all {len(begun.whole)} bytes arrive", f"{len(reply.body)} bytes; {reply.trouble or 'others'}"
        )


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


def expect_hung_up(upstream: Upstream, *, within_s: float) -> None:
    """The gateway has hung up on the admin UI in the middle of its answer."""
    __tracebackhide__ = True
    eventually(lambda: upstream.hang_ups, within_s=within_s, what="the end of a page that nobody reads")


def cut_an_upload(connection: RawConnection, visitor: Visitor, framed: str) -> None:
    """Begin an upload, stop in the middle, and wait until the gateway is done with it, or leave."""
    __tracebackhide__ = True
    headers, begun = _CUT_UPLOADS[framed]
    connection.send(visitor.head(method="POST", headers=headers) + begun)
    connection.stop_sending()
    connection.is_closed()
    connection.close()


def expect_head(connection: RawConnection, headers: Pairs) -> None:
    """The answer to a HEAD has come, with these headers."""
    __tracebackhide__ = True
    reply = connection.read_reply(method="HEAD")
    for name, value in headers:
        observed = reply.headers_named(name)
        if reply.status != 200 or observed != [value]:
            raise ContractBreach(
                f"a head with {name}: {value}", f"{reply.status} with {observed or 'no such header'}"
            )


def expect_clean(connection: RawConnection, head: bytes) -> None:
    """What comes next on this connection is the answer to what is asked next, or its end.

    Source: RFC 9112, 6.3 and 9.6, where a connection may be closed after any answer.
    """
    __tracebackhide__ = True
    connection.send(head)
    reply = connection.read_reply()
    if (reply.answered or reply.body) and reply.body != PAGE:
        raise ContractBreach("nothing comes behind a head", f"{reply.body[:80]!r}")
