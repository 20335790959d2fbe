"""The frame around every page of a signed-in admin."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Shell:
    """Name, navigation and user menu."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.name = page.get_by_role("banner").get_by_text("Gateway", exact=True)
        self.navigation: Locator = page.get_by_role("navigation", name="Main")
        self.menu = page.get_by_role("menu", name="User menu")
        self.user: Locator = page.get_by_label("User menu, ")

    def open_menu(self) -> None:
        """Open the user menu."""
        self.user.click()

    def choose(self, item: str) -> None:
        """Open the user menu and choose one of its items."""
        self.open_menu()
        self._page.get_by_role("menuitem", name=item, exact=True).click()

    def sign_out(self) -> None:
        """By the user menu."""
        self.choose("Sign out")
