"""What an orchestrator may be told beside what is promised, and what it may not."""

from __future__ import annotations

import pytest

from contract_harness.clients.reply import Reply
from contract_harness.errors import ContractBreach
from contract_harness.expect.operations.health import expect_document

DOCUMENT = '{"status": "ok", "service": "gateway"}'
JSON = (("Content-Type", "application/json"),)


@pytest.mark.parametrize("body", [DOCUMENT, '{"version": "0.24.0", "service": "gateway", "status": "ok"}'])
def test_a_document_may_have_further_members(body: str) -> None:
    """A later version adds one, and nobody who reads the others notices."""
    expect_document(Reply(200, "OK", JSON, body.encode(), 0.1), DOCUMENT)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, JSON, '{"status": "ok"}'),
        (200, JSON, '{"status": "ready", "service": "gateway"}'),
        (200, JSON, f"[{DOCUMENT}]"),
        (200, (), DOCUMENT),
        (503, JSON, DOCUMENT),
    ],
)
def test_what_is_promised_has_to_be_there(
    status: int, headers: tuple[tuple[str, str], ...], body: str
) -> None:
    """Every member with its value, in one object, as JSON, with a 200."""
    with pytest.raises(ContractBreach, match=r"200 .* as application/json"):
        expect_document(Reply(status, "", headers, body.encode(), 0.1), DOCUMENT)
