"""The gateway without its UI: it says so, and finds it again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from contract_harness.drivers.gateway import Gateway
from contract_harness.installations.installation import Installation
from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.sign_in import SignInPage
from e2e.stack import AdminUi

UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}


def test_the_503_and_the_recovery(
    page: Page,
    own_gateway: Gateway,
    admin_ui: AdminUi,
    installation: Installation,
    console_errors: list[str],
) -> None:
    """The documented 503 while the UI is down; the API stays; the session survives its return."""
    url, admin = own_gateway.base_url, installation.credentials
    sign_in, keys = SignInPage(page), ApiKeysPage(page)
    sign_in.open(url)
    sign_in.sign_in(admin.admin_email, admin.admin_password)
    expect(keys.heading).to_be_visible()

    admin_ui.stop()
    answer = page.goto(f"{url}/admin/api-keys")
    assert answer is not None
    assert (answer.status, answer.json()) == (503, UNAVAILABLE)
    assert page.request.get(f"{url}/api/v1/auth/session").json()["data"] is not None
    assert all("503" in error for error in console_errors)
    console_errors.clear()

    admin_ui.start()
    keys.open(url)
    expect(keys.heading).to_be_visible()
