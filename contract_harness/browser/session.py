"""A Chromium with its driver, for as long as a block lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contract_harness.browser.chromium import find_chromium
from contract_harness.browser.driver import ready_driver

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless one, closed with the block.

    Raises:
        MissingBrowser: no Chromium could be found or started.
        MissingDriver: the Node.js that drives it does not start.
    """
    executable = find_chromium()
    ready_driver()
    # Imported here: only who opens a browser has the extra that brings it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        yield browser
        browser.close()
