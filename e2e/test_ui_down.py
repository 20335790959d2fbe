"""The gateway without its UI, or with a slow one: it says so, and finds it again."""

from __future__ import annotations

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from contract_harness.drivers.gateway import Gateway
from contract_harness.installations.installation import Installation
from contract_harness.upstreams.admin_ui import PAGE, SimulatedAdminUi
from contract_harness.upstreams.http_server import Answer
from e2e.pages.api_keys import ApiKeysPage
from e2e.pages.sign_in import SignInPage
from e2e.stack import AdminUi

UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}


def test_the_503_and_the_recovery(
    page: Page,
    own_gateway: Gateway,
    admin_ui: AdminUi,
    installation: Installation,
    console_errors: list[str],
) -> None:
    """A page while the UI is down, the documented 503 for programs; the session survives its return."""
    url, admin = own_gateway.base_url, installation.credentials
    sign_in, keys = SignInPage(page), ApiKeysPage(page)
    sign_in.open(url)
    sign_in.sign_in(admin.admin_email, admin.admin_password)
    expect(keys.heading).to_be_visible()

    admin_ui.stop()
    answer = page.goto(f"{url}/admin/api-keys")
    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_role("heading", name="The admin UI is not answering")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    program = page.request.get(f"{url}/admin/api-keys")
    assert (program.status, program.json()) == (503, UNAVAILABLE)
    assert page.request.get(f"{url}/api/v1/auth/session").json()["data"] is not None
    assert all("503" in error for error in console_errors)
    console_errors.clear()

    admin_ui.start()
    page.get_by_role("link", name="Try again").click()
    expect(keys.heading).to_be_visible()


SLOW_S = 4.0
KNOWN_WITHIN_S = 2.0


def test_a_slow_page(page: Page, installation: Installation, console_errors: list[str]) -> None:
    """The visitor knows within two seconds, sees it until the page comes, and is where they wanted to be."""
    with SimulatedAdminUi() as ui:
        installation.env["ADMIN_UI_UPSTREAM"] = ui.base_url
        url = installation.serve().base_url
        page.goto(f"{url}/admin/first")
        ui.answer(Answer(headers=(("Content-Type", "text/html"),), body=PAGE, delay_s=SLOW_S))
        seen_s: list[float] = []
        screen = page.context.new_cdp_session(page)
        screen.on("Page.screencastFrame", lambda _frame: seen_s.append(time.monotonic() - began))
        began = time.monotonic()
        told = page.goto(f"{url}/admin/slow?page=2", wait_until="commit")
        known_s = time.monotonic() - began
        screen.send("Page.startScreencast", {"everyNthFrame": 1})
        expect(page.get_by_role("heading", name="Simulated")).to_be_visible()

    assert told is not None
    assert (told.status, told.headers["retry-after"]) == (503, "5")
    assert known_s < KNOWN_WITHIN_S * installation.patience.factor
    assert any(moment < SLOW_S for moment in seen_s), seen_s
    assert page.url == f"{url}/admin/slow?page=2"
    assert all("503" in error for error in console_errors)
    console_errors.clear()
