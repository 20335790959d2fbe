"""The local shape: sign in and be there, no rotation owed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from contract_harness.configs.default_config import MODEL
from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.change_password import ChangePasswordPage
from e2e.pages.shell import Shell
from e2e.pages.sign_in import SignInPage
from e2e.stack import Stack


def signed_in(page: Page, stack: Stack, query: str = "") -> None:
    """Sign in through the form."""
    sign_in = SignInPage(page)
    sign_in.open(stack.url, query)
    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)


def test_signing_in_leads_to_the_keys(page: Page, stack: Stack) -> None:
    """The base path, a sign-in, and the seeded key is on the page: masked, with its owner and its grant."""
    page.goto(f"{stack.url}/admin")
    expect(page).to_have_url(f"{stack.url}/admin/login?redirect=%2Fapi-keys")
    SignInPage(page).sign_in(stack.credentials.admin_email, stack.credentials.admin_password)

    keys = ApiKeysPage(page)
    expect(page).to_have_url(f"{stack.url}/admin/api-keys")
    expect(keys.columns).to_have_text(["Name", "Owner", "Granted models", "Created", "Last used", "Status"])
    row = keys.key("Harness key")
    for shown in ("gwk_harness****", "System Legacy", MODEL, "Active"):
        expect(row).to_contain_text(shown)
    secret = (stack.credentials.api_key or "").partition(".")[2]
    assert secret
    assert secret not in page.content()


def test_a_used_key_shows_when(page: Page, stack: Stack) -> None:
    """A call on /v1 is seen on the page after a reload."""
    key = f"gwk_harness.{(stack.credentials.api_key or '').partition('.')[2]}"
    assert stack.gateway.public().list_models(key).status == 200
    signed_in(page, stack)

    expect(ApiKeysPage(page).key("Harness key")).to_contain_text("UTC")


def test_a_wrong_password_is_said_and_forgotten(page: Page, stack: Stack, console_errors: list[str]) -> None:
    """An alert; the email stays in the form, the password does not; the right one then works."""
    sign_in = SignInPage(page)
    sign_in.open(stack.url)
    sign_in.sign_in(stack.credentials.admin_email, "mistaken")

    expect(sign_in.alert).to_contain_text("invalid")
    expect(sign_in.email).to_have_value(stack.credentials.admin_email)
    expect(sign_in.password).to_have_value("")
    assert page.context.cookies() == []
    console_errors.clear()

    sign_in.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    expect(ApiKeysPage(page).heading).to_be_visible()


def test_whoever_is_signed_in_needs_no_sign_in(page: Page, stack: Stack) -> None:
    """The login page leads on; the menu leads to the password page and back."""
    signed_in(page, stack)
    SignInPage(page).open(stack.url)
    expect(page).to_have_url(f"{stack.url}/admin/api-keys")

    Shell(page).choose("Change password")
    expect(ChangePasswordPage(page).heading).to_be_visible()
    page.get_by_role("link", name="Go back").click()
    expect(ApiKeysPage(page).heading).to_be_visible()


def test_a_foreign_redirect_stays_here(page: Page, stack: Stack) -> None:
    """A sign-in link with another site's address leads to the keys."""
    signed_in(page, stack, "?redirect=https%3A%2F%2Fevil.example%2F")

    expect(page).to_have_url(f"{stack.url}/admin/api-keys")


def test_signing_out_ends_this_browser_only(page: Page, stack: Stack) -> None:
    """Another session of the same admin stays."""
    other = stack.gateway.admin()
    other.sign_in(stack.credentials.admin_email, stack.credentials.admin_password)
    signed_in(page, stack)
    Shell(page).sign_out()
    expect(page).to_have_url(f"{stack.url}/admin/login")

    assert other.session().json()["data"] is not None
