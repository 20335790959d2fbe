"""The sign-in page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class SignInPage:
    """`/admin/login`"""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.heading = page.get_by_role("heading", name="Admin sign in", level=2)
        self.email = page.get_by_label("Email", exact=True)
        self.password = page.get_by_label("Password", exact=True)
        self.alert: Locator = page.get_by_role("alert")

    def open(self, base_url: str, query: str = "") -> None:
        """Visit the page."""
        self._page.goto(f"{base_url}/admin/login{query}")

    def sign_in(self, email: str, password: str) -> None:
        """Fill the form and submit it."""
        self.email.fill(email)
        self.password.fill(password)
        self._page.get_by_role("button", name="Sign in", exact=True).click()
