"""Usable by everybody: by keyboard, on a phone, in the dark, and without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.change_password import ChangePasswordPage
from e2e.pages.shell import Shell
from e2e.pages.sign_in import SignInPage
from e2e.stack import Stack

OVERFLOW_PX = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_signing_in_and_out_by_keyboard(page: Page, stack: Stack) -> None:
    """The form has the focus, Tab and Enter do the rest, Escape closes the menu, the focus is visible."""
    page.goto(f"{stack.url}/admin/login")
    expect(SignInPage(page).email).to_be_focused()
    page.keyboard.type(stack.credentials.admin_email)
    page.keyboard.press("Tab")
    page.keyboard.type(stack.credentials.admin_password)
    page.keyboard.press("Enter")
    expect(ApiKeysPage(page).heading).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    shell = Shell(page)
    expect(shell.user).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(shell.menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(shell.menu).to_be_hidden()
    expect(shell.user).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{stack.url}/admin/login")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width_px", [360, 1440])
def test_no_page_scrolls_sideways(page: Page, stack: Stack, width_px: int, scheme: str) -> None:
    """Sign in, keys, open menu, change password and the page that is not there, narrow and wide."""
    page.set_viewport_size({"width": width_px, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sign_in = SignInPage(page)
    sign_in.open(stack.url)
    overflow_px = {"sign in": page.evaluate(OVERFLOW_PX)}
    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    expect(ApiKeysPage(page).key("Harness key")).to_be_visible()
    overflow_px["keys"] = page.evaluate(OVERFLOW_PX)
    shell = Shell(page)
    shell.open_menu()
    expect(shell.menu).to_be_in_viewport(ratio=1)
    overflow_px["menu"] = page.evaluate(OVERFLOW_PX)
    page.goto(f"{stack.url}/admin/change-password")
    expect(ChangePasswordPage(page).heading).to_be_visible()
    overflow_px["change password"] = page.evaluate(OVERFLOW_PX)

    assert set(overflow_px.values()) == {0}, overflow_px
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    is_dark = int(background.removeprefix("rgb(").split(",")[0]) < 128
    assert is_dark == (scheme == "dark")


def test_everything_works_without_javascript(browser: Browser, stack: Stack) -> None:
    """Plain forms and a native menu: sign in, see the keys, sign out."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in = SignInPage(page)
        sign_in.open(stack.url)
        sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
        expect(ApiKeysPage(page).key("Harness key")).to_be_visible()
        Shell(page).sign_out()

        expect(page).to_have_url(f"{stack.url}/admin/login")


def test_a_page_that_is_not_there(page: Page, stack: Stack, console_errors: list[str]) -> None:
    """404, in words, with a way back."""
    answer = page.goto(f"{stack.url}/admin/nowhere")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert len(console_errors) == 1
    console_errors.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width_px", [390, 1440])
@pytest.mark.parametrize(
    ("path", "complete_with"), [("/nowhere", "h2"), ("/docs", ".models [aria-level='2']")]
)
def test_the_gateways_own_pages(
    page: Page,
    stack: Stack,
    path: str,
    complete_with: str,
    width_px: int,
    scheme: str,
    console_errors: list[str],
) -> None:
    """Nothing axe-core complains about, no sideways scrolling, nothing from elsewhere, nothing refused."""
    page.set_viewport_size({"width": width_px, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stack.url}{path}")

    expect(page.locator(complete_with)).to_be_visible()
    found = Axe().run(page)
    assert [] == [violation["id"] for violation in found.response["violations"]]
    assert 0 == page.evaluate(OVERFLOW_PX)
    assert [] == [url for url in asked if not url.startswith((stack.url, "data:"))]
    assert all("404" in error for error in console_errors)
    console_errors.clear()


def test_a_call_from_the_reference(page: Page, stack: Stack) -> None:
    """Who is signed in makes it with the session of this origin."""
    sign_in = SignInPage(page)
    sign_in.open(stack.url)
    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    expect(ApiKeysPage(page).heading).to_be_visible()
    page.goto(f"{stack.url}/docs")
    page.get_by_role("button", name="GET /api/v1/auth/session Say").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.get_by_text(stack.credentials.admin_email).first).to_be_visible()


def test_the_name_of_the_host_is_enough(page: Page, stack: Stack) -> None:
    """Typed into the address bar, it leads to the sign-in page."""
    page.goto(stack.url)

    expect(SignInPage(page).heading).to_be_visible()


@pytest.mark.parametrize("path", ["/admin/assets/none.js", "/admin/none.png"])
def test_a_static_miss_is_no_page(page: Page, stack: Stack, path: str) -> None:
    """A file that is not there is a 404, and no HTML."""
    answer = page.request.get(f"{stack.url}{path}")

    assert answer.status == 404
    assert "html" not in answer.headers["content-type"]
    assert "<" not in answer.text()


def test_assets_come_through_the_gateway_unchanged(page: Page, stack: Stack) -> None:
    """Hashed files may be kept for ever, and each is what its page's policy allows: from here, not inline."""
    replies = {}
    page.on("response", lambda response: replies.update({response.url: response}))
    SignInPage(page).open(stack.url)
    page.wait_for_load_state("load")

    styles = [reply for url, reply in replies.items() if "/admin/assets/" in url]
    assert styles
    for style in styles:
        assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    login = replies[f"{stack.url}/admin/login"]
    assert login.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in login.headers["content-security-policy"]
    assert login.headers["x-request-id"]
