"""The page where a password is changed, freely or because it is owed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class ChangePasswordPage:
    """`/admin/change-password`"""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.heading = page.get_by_role("heading", name="Change password", level=2)
        self.current = page.get_by_label("Current password", exact=True)
        self.new = page.get_by_label("New password", exact=True)
        self.confirmation = page.get_by_label("Confirm new password", exact=True)
        self.alert: Locator = page.get_by_role("alert")

    def change(self, current: str, new: str, *, confirmation: str | None = None) -> None:
        """Fill the form and submit it; the confirmation repeats the new password unless told otherwise."""
        self.current.fill(current)
        self.new.fill(new)
        self.confirmation.fill(new if confirmation is None else confirmation)
        self._page.get_by_role("button", name="Update password", exact=True).click()
