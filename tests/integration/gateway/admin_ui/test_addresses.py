"""Addresses: static files, pages that are not there, HEAD, another base path."""

from __future__ import annotations

import pytest

from tests.integration.gateway.admin_ui.fake_gateway_api import FakeGateway
from tests.integration.gateway.admin_ui.visits import SIGNED_IN, Ui, serving


def test_hashed_assets_may_be_kept_for_ever(ui: Ui) -> None:
    """Every file a page names exists; hashed ones are immutable, the others live five minutes."""
    page = ui.get("/admin/api-keys", SIGNED_IN).text
    named = {part.split('"')[0] for part in page.replace('src="', 'href="').split('href="')[1:]}
    assets = {url: ui.get(url) for url in named if "." in url}

    assert len(assets) == 3
    for url, asset in assets.items():
        lasting = "public, max-age=31536000, immutable" if "/assets/" in url else "public, max-age=300"
        assert (200, lasting) == (asset.status, asset.headers["cache-control"])
        again = ui.get(url, {"if-none-match": asset.headers["etag"]})
        assert (304, "") == (again.status, again.text)


@pytest.mark.parametrize(
    "path", ["/admin/assets/console.0.css", "/admin/assets/x", "/admin/logo.png", "/a/b.js"]
)
def test_a_static_miss_is_no_page(ui: Ui, path: str) -> None:
    """404 as plain text: a browser waiting for a script is not handed HTML."""
    answer = ui.get(path)

    assert answer.status == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<" not in answer.text


def test_an_unknown_page_is_a_page(ui: Ui) -> None:
    """404 with a way back."""
    answer = ui.get("/admin/nowhere")

    assert answer.status == 404
    assert "Page not found" in answer.text


def test_head_is_get_without_a_body(ui: Ui) -> None:
    """A HEAD request learns what GET would say."""
    page, head = ui.get("/admin/login"), ui.get("/admin/login", method="HEAD")

    assert (200, "") == (head.status, head.text)
    assert page.headers["content-length"] == head.headers["content-length"]


def test_another_base_path(gateway: FakeGateway) -> None:
    """Links, redirects and assets follow ADMIN_UI_BASE_PATH."""
    for ui in serving({"ADMIN_GATEWAY_ORIGIN": gateway.origin, "ADMIN_UI_BASE_PATH": "ops/console/"}):
        assert ui.get("/ops/console").location == "/ops/console/api-keys"
        assert ui.get("/ops/console/api-keys").location == "/ops/console/login?redirect=%2Fapi-keys"
        page = ui.get("/ops/console/login").text
        assert '"/admin' not in page
        assert '"/ops/console/assets/console.' in page
