"""The list of gateway keys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class ApiKeysPage:
    """`/admin/api-keys`"""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.heading = page.get_by_role("heading", name="API Keys", level=1)
        self.columns = page.get_by_role("columnheader")

    def open(self, base_url: str) -> None:
        """Visit the page."""
        self._page.goto(f"{base_url}/admin/api-keys")

    def key(self, name: str) -> Locator:
        """The row of the key with this name; a card on a phone."""
        return self._page.get_by_role("row").filter(has=self._page.get_by_text(name, exact=True))
