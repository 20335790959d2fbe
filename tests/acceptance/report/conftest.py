"""The report of a sample run, and a browser to read it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from contract_harness.browser.session import open_browser
from contract_harness.report import html_report
from tests.given.verifying.sample_run import sample_run


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample run."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html_report.page(sample_run(164)), "utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of these."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The report, opened on a desk; whatever goes wrong in it fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: wrong.append(f"request: {request.url}"))
    page.goto(file.as_uri())
    yield page
    context.close()

    assert [f"request: {file.as_uri()}"] == list(dict.fromkeys(one.partition("#")[0] for one in wrong))
