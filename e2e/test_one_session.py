"""One session for the UI and the API, because both are on one origin."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import BrowserContext, Page, expect

from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.sign_in import SignInPage
from e2e.stack import Stack


def give_cookies(context: BrowserContext, stack: Stack, cookies: Mapping[str, str]) -> None:
    """Put an API client's cookies into a browser."""
    context.add_cookies([{"name": name, "value": value, "url": stack.url} for name, value in cookies.items()])


def test_a_session_made_in_the_ui_opens_the_api(page: Page, stack: Stack) -> None:
    """The browser's cookie is an API session; scripts in the page cannot read it."""
    sign_in = SignInPage(page)
    sign_in.open(stack.url)
    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    expect(ApiKeysPage(page).heading).to_be_visible()

    reply = page.request.get(f"{stack.url}/api/v1/admin/api-keys")
    assert reply.status == 200
    assert [item["name"] for item in reply.json()["data"]["items"]] == ["Harness key"]
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert cookie.get("name") == "ogw_session"
    assert cookie.get("sameSite") == "Lax"
    assert cookie.get("httpOnly") is True


def test_a_session_made_by_the_api_opens_the_ui(page: Page, context: BrowserContext, stack: Stack) -> None:
    """No sign-in page is seen."""
    api = stack.gateway.admin()
    api.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    give_cookies(context, stack, api.cookies)
    keys = ApiKeysPage(page)
    keys.open(stack.url)

    expect(keys.heading).to_be_visible()
    expect(page).to_have_url(f"{stack.url}/admin/api-keys")


def test_a_revoked_session_closes_the_ui(page: Page, context: BrowserContext, stack: Stack) -> None:
    """Signed out through the API: the very next page asks to sign in."""
    api = stack.gateway.admin()
    api.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    give_cookies(context, stack, api.cookies)
    keys = ApiKeysPage(page)
    keys.open(stack.url)
    expect(keys.heading).to_be_visible()
    api.sign_out()
    page.reload()

    expect(page).to_have_url(f"{stack.url}/admin/login?redirect=%2Fapi-keys")
