"""The admin UI below a prefix that something in front took away, and what it logs of others' forms."""

from __future__ import annotations

import logging
import re

import pytest

from tests.integration.gateway.admin_ui.visits import SIGNED_IN, Ui

PREFIX = {"x-forwarded-prefix": "/llm"}


def test_every_address_begins_with_the_prefix(ui: Ui) -> None:
    """Of redirects, forms, links and files."""
    page, signed_in = ui.get("/admin/login", PREFIX), ui.get("/admin/api-keys", {**SIGNED_IN, **PREFIX})
    addresses = [
        address
        for one in (page, signed_in)
        for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', one.text)
    ]

    assert len(addresses) > 5
    assert [] == [address for address in addresses if not address.startswith("/llm/admin/")]
    assert "/llm/admin/api-keys" == ui.get("/admin", PREFIX).location
    assert "/llm/admin/login?redirect=%2Fapi-keys" == ui.get("/admin/api-keys", PREFIX).location
    assert 200 == ui.get(addresses[0].removeprefix("/llm"), PREFIX).status


@pytest.mark.parametrize(
    "said", ["//evil.example", "/a/../b", "https://evil.example", '/"><script>', "llm", "/"]
)
def test_what_is_no_path_is_no_prefix(ui: Ui, said: str) -> None:
    """It would lead elsewhere."""
    assert "/admin/api-keys" == ui.get("/admin", {"x-forwarded-prefix": said}).location


def test_the_log_names_the_line_to_add(ui: Ui, caplog: pytest.LogCaptureFixture) -> None:
    """With what the browser said; the page says nothing of it."""
    seen = {"x-forwarded-host": "127.0.0.1:8080", "origin": "https://gw.example"}
    with caplog.at_level(logging.WARNING, "admin_ui"):
        refused = ui.post("/admin/login", {}, seen)
        ui.post("/admin/login", {}, {**seen, "origin": 'https://a"b'})
    first, second = (record.getMessage() for record in caplog.records if record.levelno == logging.WARNING)

    assert 403 == refused.status
    assert "public_base_url" not in refused.text
    assert 'this host is "127.0.0.1:8080"' in first
    assert first.endswith('add to its config: server.public_base_url: "https://gw.example"')
    assert "public_base_url" not in second
