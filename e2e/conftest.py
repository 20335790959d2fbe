"""A browser for each worker, a context for each test, and what a failed test leaves to look at."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from contract_harness.browser.session import open_browser
from contract_harness.drivers.gateway import Gateway
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations
from contract_harness.running.fixtures import (
    credentials,
    evidence,
    installation,
    installations,
    patience,
    pool,
)
from contract_harness.targets import loading
from contract_harness.targets.target import Target
from e2e.stack import AdminUi, Stack, admin_ui_of

__all__ = ["credentials", "evidence", "installation", "installations", "patience", "pool"]

ARTIFACTS = Path(__file__).parent / "artifacts"
WAIT_MS = 10_000

_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session", params=["reference", "reference-postgres"])
def target(request: pytest.FixtureRequest) -> Target:
    """Every flow runs on SQLite and on PostgreSQL."""
    return loading.load(str(request.param))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for this worker."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A person's browser: no cookies, nothing cached. Its trace and pictures are kept when the test fails."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT_MS)
    # Snapshots of the page show what a film would; filming slows every test down.
    context.tracing.start(snapshots=True)
    yield context
    if request.node.stash.get(_FAILED, False):
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        context.tracing.stop(path=ARTIFACTS / f"{name}.zip")
        for number, page in enumerate(context.pages, 1):
            page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)
    else:
        context.tracing.stop()
    context.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser's console complained about. A test that provokes a complaint empties it."""
    return []


@pytest.fixture
def page(context: BrowserContext, console_errors: list[str]) -> Iterator[Page]:
    """The page a test drives; nothing may have gone wrong in it unnoticed."""
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        # Where an answer is no page, and so names no icon, the browser guesses one.
        if message.type in ("error", "warning") and not url.endswith("/favicon.ico"):
            console_errors.append(f"{message.text} ({url})")

    page.on("console", note)
    page.on("pageerror", lambda error: console_errors.append(str(error)))
    yield page

    assert console_errors == []


@pytest.fixture
def stack(installations: Installations) -> Stack:
    """The local shape, standing for all tests that change nothing lasting; no rotation is owed."""
    standing = installations.standing("console", Installation.real_admin_ui)
    ui_url = standing.installation.env["ADMIN_UI_UPSTREAM"]
    return Stack(standing.gateway, ui_url, standing.installation.credentials)


@pytest.fixture
def admin_ui(installation: Installation) -> Iterator[AdminUi]:
    """The admin UI of a new installation, running; it may be stopped and started."""
    with admin_ui_of(installation) as ui:
        yield ui


@pytest.fixture
def own_gateway(installation: Installation, admin_ui: AdminUi) -> Gateway:
    """The gateway of that new installation, local shape."""
    return installation.serve()


@pytest.fixture
def rotating_stack(installation: Installation, admin_ui: AdminUi) -> Stack:
    """The production shape: the bootstrap admin must change the password."""
    installation.config["auth"]["bootstrap_admin"]["require_password_change"] = True
    return Stack(installation.serve(), admin_ui.url, installation.credentials)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know whether their test failed."""
    report = yield
    if report.when != "teardown":
        item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report
