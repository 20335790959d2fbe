"""Pages watched piece by piece, from either end."""

from __future__ import annotations

from contract_harness.clients.raw import RawConnection
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.patience import eventually
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.admin_ui import WORDS
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Upstream


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


def expect_hung_up(upstream: Upstream, *, within_s: float) -> None:
    """The gateway has hung up on the admin UI in the middle of its answer."""
    __tracebackhide__ = True
    eventually(lambda: upstream.hang_ups, within_s=within_s, what="the end of a page that nobody reads")


def expect_clean(connection: RawConnection, visitor: Visitor) -> None:
    """What comes next on this connection is the answer to what is asked next, or its end.

    Source: RFC 9112, 6.3 and 9.6, where a connection may be closed after any answer.
    """
    __tracebackhide__ = True
    connection.send(visitor.head())
    reply = connection.read_reply()
    if (reply.answered or reply.body) and reply.body != WORDS:
        raise ContractBreach("nothing comes behind a head", f"{reply.line}, and then {octets(reply.body)}")
