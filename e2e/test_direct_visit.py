"""
The UI's own port: good for working on the UI, nothing without its gateway.

Source: founding page, Admin UI Local Development.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from contract_harness.drivers.gateway import Gateway
from contract_harness.installations.installation import Installation
from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.shell import Shell
from e2e.pages.sign_in import SignInPage
from e2e.stack import AdminUi, Stack


def test_a_direct_visit_works_through_the_gateway(page: Page, stack: Stack) -> None:
    """Every page's data still comes from the gateway's API: sign in, see the keys, sign out."""
    keys, sign_in = ApiKeysPage(page), SignInPage(page)
    keys.open(stack.ui_url)
    expect(page).to_have_url(f"{stack.ui_url}/admin/login?redirect=%2Fapi-keys")
    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)

    expect(page).to_have_url(f"{stack.ui_url}/admin/api-keys")
    expect(keys.key("Harness key")).to_be_visible()
    Shell(page).sign_out()
    expect(page).to_have_url(f"{stack.ui_url}/admin/login")


def test_a_direct_visit_without_the_gateway(
    page: Page,
    own_gateway: Gateway,
    admin_ui: AdminUi,
    installation: Installation,
    console_errors: list[str],
) -> None:
    """The page says what is missing."""
    admin = installation.credentials
    sign_in, keys = SignInPage(page), ApiKeysPage(page)
    sign_in.open(admin_ui.url)
    sign_in.sign_in(admin.admin_email, admin.admin_password)
    expect(keys.heading).to_be_visible()
    own_gateway.stop()
    page.reload()

    expect(page.get_by_role("heading", name="The gateway is not answering")).to_be_visible()
    assert all("502" in error for error in console_errors)
    console_errors.clear()
