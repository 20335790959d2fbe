"""What is promised of a request that must not be read, and what is said when it was."""

from typing import Any

import pytest

from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.expect.same_origin.wire import expect_answered, expect_refused
from contract_harness.scenes.bare_requests import Attempt

NOBODY: Any = None


def test_a_request_that_is_kept_waiting_is_not_refused() -> None:
    """The promise is the refusal; that no answer ended is what was seen."""
    came = ContractBreach("a whole answer within 3 s", "it did not end", "nothing")

    with pytest.raises(ContractBreach) as caught:
        expect_refused(Attempt(NOBODY, came))
    assert "the request is refused (4xx, 501, 505, or closed)" == caught.value.promised
    assert ("a whole answer within 3 s: it did not end", "nothing") == (
        caught.value.observed,
        caught.value.detail,
    )


def test_chunks_answer_only_who_knows_them() -> None:
    """A request of HTTP/1.0 is answered in no chunks, be they whole."""
    chunked = RawReply(200, "OK", [("Transfer-Encoding", "chunked")], b"page", True, ())

    expect_answered(Attempt(NOBODY, chunked))
    with pytest.raises(ContractBreach, match="answered without chunks"):
        expect_answered(Attempt(NOBODY, chunked, knows_chunks=False))
