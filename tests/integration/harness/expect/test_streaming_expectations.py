"""What the expectations of heads and pieces call a breach, and what they let pass."""

from __future__ import annotations

import pytest

from contract_harness.clients.http import HttpClient, Reply
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.expect.same_origin import streaming
from contract_harness.scenes.visitor import Visitor
from contract_harness.upstreams.behaviours import BegunPage
from contract_harness.upstreams.http_server import Answer, Hold, Upstream


@pytest.fixture
def visitor(client: HttpClient) -> Visitor:
    """A visitor of the simulated server itself: a gateway that changes nothing."""
    return Visitor(client, base_path="/admin")


@pytest.mark.parametrize(
    ("page", "announced", "is_right"),
    [
        (Answer(body=b"so be it"), None, True),
        (Answer(body=b"so be it"), "8", True),
        (Answer(body=b"so be it"), "0", False),
        (Answer(chunks=(b"so", b"be it")), "0", True),
    ],
)
def test_the_length_of_a_head_is_the_admin_uis(
    visitor: Visitor, upstream: Upstream, page: Answer, announced: str | None, is_right: bool
) -> None:
    """A head may leave the length out, and may not say another one than the admin UI does."""
    upstream.answer(page)
    headers = () if announced is None else (("Content-Length", announced),)
    head = RawReply(200, "OK", headers, b"", complete=True, arrivals=())

    if is_right:
        streaming.expect_length(head, upstream, visitor)
    else:
        with pytest.raises(ContractBreach, match="a page of 8 bytes"):
            streaming.expect_length(head, upstream, visitor)


def test_bytes_behind_a_head_are_a_breach(visitor: Visitor, upstream: Upstream) -> None:
    """The last chunk of a page that nobody asked for stands before the next answer."""
    upstream.answer(Answer(raw=b"0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    asked = Visitor(visitor.http, base_path="/admin")
    asked.open = lambda *_, **__: Reply(200, "", (), b"", 0.1)  # type: ignore[method-assign]

    with visitor.connect() as connection, pytest.raises(ContractBreach, match="nothing comes behind a head"):
        streaming.expect_clean(connection, asked)


def test_a_piece_of_one_byte_is_looked_for_behind_the_head(visitor: Visitor, upstream: Upstream) -> None:
    """The head may hold the same byte; what the admin UI still holds back has not come."""
    hold, pieces = Hold(), (b"T", b"#", b"x")
    begun = BegunPage(hold, pieces, Answer(chunks=pieces, hold=hold))
    upstream.answer(begun.answer)

    with visitor.connect() as connection:
        connection.send(visitor.head())
        streaming.expect_first_bytes(connection, begun, within_s=2)
        assert not connection.wait_for(b"#", within_s=0.2)
        streaming.expect_whole(connection, begun, within_s=2)
