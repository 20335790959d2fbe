"""Pages watched piece by piece, from either end."""

from __future__ import annotations

from contract_harness.clients.http import HttpClient
from contract_harness.clients.raw import RawConnection
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.patience import eventually
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Upstream


def expect_first_bytes(connection: RawConnection, begun: BegunPage, *, within_s: float) -> None:
    """The first piece has come although the admin UI still holds the rest."""
    __tracebackhide__ = True
    _expect_piece(connection, begun.pieces[0], within_s=within_s)


def expect_whole(connection: RawConnection, begun: BegunPage, *, within_s: float) -> None:
    """Each piece comes before the next is made; the answer ends properly and is exactly the page."""
    __tracebackhide__ = True
    for piece in begun.pieces[1:-1]:
        begun.hold.let_through()
        _expect_piece(connection, piece, within_s=within_s)
    begun.hold.release()
    reply = connection.read_reply()
    if not reply.complete or reply.body != begun.whole:
        raise ContractBreach(
            f"all {len(begun.whole)} bytes arrive", f"{len(reply.body)} bytes; {reply.trouble or 'others'}"
        )


def _expect_piece(connection: RawConnection, piece: bytes, *, within_s: float) -> None:
    __tracebackhide__ = True
    # The head may hold what a short piece says.
    if not connection.wait_for(piece[-64:], within_s=within_s, behind=b"\r\n\r\n"):
        raise ContractBreach(
            f"{len(piece)} bytes arrive before the rest is made: {octets(piece, 64)}",
            f"not within {within_s:g} s",
        )


def expect_hung_up(upstream: Upstream, *, within_s: float) -> None:
    """The gateway has hung up on the admin UI in the middle of its answer."""
    __tracebackhide__ = True
    eventually(lambda: upstream.hang_ups, within_s=within_s, what="the end of a page that nobody reads")


def expect_length(head: RawReply, upstream: Upstream, visitor: Visitor) -> None:
    """The *head* of a page announces the length that the admin UI's own head of it announces, or none.

    Where the admin UI announces none, whoever has read the page may.

    Source: RFC 9110, 8.6.
    """
    __tracebackhide__ = True
    direct = HttpClient(upstream.base_url, visitor.http.evidence, visitor.http.patience)
    own = direct.send("HEAD", visitor.base_path or "/").header("content-length")
    announced = head.header("content-length")
    if own is not None and announced not in {None, own}:
        raise ContractBreach(f"the head of a page of {own} bytes", f"Content-Length: {announced}")


def expect_length_of_the_page(visitor: Visitor, head: RawReply) -> None:
    """A length that a *head* announces is that of the page it stands for.

    Source: RFC 9110, 8.6, where it may announce none.
    """
    __tracebackhide__ = True
    page, announced = visitor.open(), head.header("content-length")
    if announced not in {None, str(len(page.body))}:
        raise ContractBreach(f"the head of a page of {len(page.body)} bytes", f"Content-Length: {announced}")


def expect_clean(connection: RawConnection, visitor: Visitor) -> None:
    """What comes next on this connection is the answer to what is asked next, or its end.

    Source: RFC 9112, 6.3 and 9.6, where a connection may be closed after any answer.
    """
    __tracebackhide__ = True
    page = visitor.open()
    connection.send(visitor.head())
    try:
        reply = connection.read_reply()
    except ContractBreach as breach:
        raise ContractBreach("nothing comes behind a head", breach.observed, breach.detail) from None
    if (reply.answered or reply.body) and (reply.status, reply.body) != (page.status, page.body):
        raise ContractBreach("nothing comes behind a head", f"{reply.line}, and then {octets(reply.body)}")
