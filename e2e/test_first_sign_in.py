"""From a stranger to an admin with a password of their own, and out again (observed gateway, 14.1)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.change_password import ChangePasswordPage
from e2e.pages.shell import Shell
from e2e.pages.sign_in import SignInPage
from e2e.stack import Stack

NEW_PASSWORD = "s3cur3-passw0rd"


def session_of(page: Page, stack: Stack) -> Any:
    """What the API says about the browser's own session."""
    reply = page.request.get(f"{stack.url}/api/v1/auth/session")
    assert reply.status == 200
    return reply.json()["data"]


def test_first_sign_in_rotation_and_sign_out(page: Page, rotating_stack: Stack) -> None:
    """The whole way: guard, sign in, owed rotation, keys, sign out, guard again."""
    stack, admin = rotating_stack, rotating_stack.credentials
    keys, shell = ApiKeysPage(page), Shell(page)
    sign_in, rotation = SignInPage(page), ChangePasswordPage(page)

    keys.open(stack.url)
    expect(page).to_have_url(f"{stack.url}/admin/login?redirect=%2Fapi-keys")
    expect(sign_in.heading).to_be_visible()

    sign_in.sign_in(admin.admin_email, admin.admin_password)
    expect(rotation.heading).to_be_visible()
    assert page.url.startswith(f"{stack.url}/admin/change-password")
    assert session_of(page, stack)["must_change_password"] is True

    rotation.change(admin.admin_password, NEW_PASSWORD)
    expect(page).to_have_url(f"{stack.url}/admin/api-keys")
    expect(keys.heading).to_be_visible()
    expect(shell.name).to_be_visible()
    expect(shell.navigation.get_by_role("link", name="API Keys")).to_be_visible()
    session = session_of(page, stack)
    assert session["must_change_password"] is False
    assert session["user"]["email"] == admin.admin_email

    shell.sign_out()
    expect(page).to_have_url(f"{stack.url}/admin/login")
    assert session_of(page, stack) is None

    keys.open(stack.url)
    expect(page).to_have_url(f"{stack.url}/admin/login?redirect=%2Fapi-keys")


def test_no_way_round_the_owed_rotation(page: Page, rotating_stack: Stack, console_errors: list[str]) -> None:
    """Every page leads to it; a mistyped or refused change changes nothing; then one password works."""
    stack, admin = rotating_stack, rotating_stack.credentials
    keys, sign_in, rotation = ApiKeysPage(page), SignInPage(page), ChangePasswordPage(page)
    sign_in.open(stack.url)
    sign_in.sign_in(admin.admin_email, admin.admin_password)

    keys.open(stack.url)
    expect(page).to_have_url(f"{stack.url}/admin/change-password?redirect=%2Fapi-keys")
    rotation.change(admin.admin_password, NEW_PASSWORD, confirmation=f"{NEW_PASSWORD}!")
    expect(rotation.alert).to_contain_text("not the same")
    rotation.change("not-the-password", NEW_PASSWORD)
    expect(rotation.alert).to_contain_text("invalid")
    assert session_of(page, stack)["must_change_password"] is True
    assert all("422" in error for error in console_errors)
    console_errors.clear()

    rotation.change(admin.admin_password, NEW_PASSWORD)
    expect(keys.heading).to_be_visible()

    people = stack.gateway.admin()
    assert people.sign_in(admin.admin_email, admin.admin_password).status == 401
    assert people.sign_in(admin.admin_email, NEW_PASSWORD).status == 200
