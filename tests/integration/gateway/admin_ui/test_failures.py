"""A gateway that refuses, fails, talks nonsense or is gone."""

from __future__ import annotations

import pytest

from tests.integration.gateway.admin_ui.fake_gateway_api import FakeGateway, key, refusal
from tests.integration.gateway.admin_ui.visits import KEYS, SIGNED_IN, Ui


def test_a_session_that_ends_between_two_calls(ui: Ui, gateway: FakeGateway) -> None:
    """The session was there, the keys are refused: back to sign in, or to the owed password."""
    gateway.broken[KEYS] = refusal(401, "session_required", "authenticated session is required")
    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/login?redirect=%2Fapi-keys"

    gateway.broken[KEYS] = refusal(403, "password_change_required", "password must be changed")
    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/change-password?redirect=%2Fapi-keys"


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"boom"), (200, b"<html>"), (200, b"[]"), (302, b""), refusal(503, "store_error", "x")],
)
def test_a_gateway_that_answers_garbage(ui: Ui, gateway: FakeGateway, status: int, body: bytes) -> None:
    """An error page that names the request, never a traceback and never half a page."""
    gateway.broken[KEYS] = (status, body)
    page = ui.get("/admin/api-keys", {**SIGNED_IN, "x-request-id": "page-9"})

    assert page.status == 502
    assert "page-9" in page.text
    assert "Traceback" not in page.text


def test_a_gateway_that_is_gone(ui: Ui, gateway: FakeGateway) -> None:
    """The page says so, and static files still come."""
    gateway.stop()
    page = ui.get("/admin/api-keys", SIGNED_IN)
    gateway.__post_init__()

    assert page.status == 502
    assert "The gateway is not answering" in page.text
    assert ui.get("/admin/favicon.svg").status == 200


def test_a_failing_page_is_a_page(ui: Ui, gateway: FakeGateway) -> None:
    """A key list the template cannot read is a 500 page; the log has the traceback."""
    gateway.keys = [key("odd", created_at="yesterday")]
    page = ui.get("/admin/api-keys", SIGNED_IN)

    assert page.status == 500
    assert "yesterday" not in page.text
