"""Which request id an answer carries: the client's own, when it can stand in a log line."""

from __future__ import annotations

import uuid

import pytest

from reference_gateway.http.request_id import RequestIds


@pytest.mark.parametrize("sent", ["a", "!~", "0af7651916cd43dd8448eb211c80319c", 'a/b:c="d"', "x" * 128])
def test_a_clients_own_id_is_kept(sent: str) -> None:
    """Up to 128 visible characters, so that a caller finds its call in our log."""
    assert sent == RequestIds().choose(sent)


@pytest.mark.parametrize("sent", [None, "", "x" * 129, "has blank", "tab\t", "line\n", "naïve", "\x7f"])
def test_any_other_is_replaced_by_a_fresh_one(sent: str | None) -> None:
    """A random UUID, another for each request."""
    made, other = RequestIds().choose(sent), RequestIds().choose(sent)

    assert 4 == uuid.UUID(made).version
    assert str(uuid.UUID(made)) == made
    assert made != other
