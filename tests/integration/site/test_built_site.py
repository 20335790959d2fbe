"""The site as it is built: links lead somewhere, nothing comes from elsewhere, and nobody is shut out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from contract_harness.browser.session import open_browser
from contract_harness.ledger.clauses import read_features
from deploy.site import generator
from deploy.site.places import SiteError
from deploy.site.staging import stage
from tests.given.places import ROOT

CLAUSE = "clauses/operations/health-documents-are-stable"
LOOKED_AT = [
    "",
    "judge-your-gateway/",
    f"{CLAUSE}/",
    "clauses/same-origin/",
    "commands/gateway-contracts/",
    "glossary/",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of the site, everything it needs beside it."""
    return stage(ROOT, tmp_path_factory.mktemp("staged"))


@pytest.fixture(scope="module")
def site(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    folder = tmp_path_factory.mktemp("built") / "site"
    generator.build(staged, folder)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of these."""
    with open_browser() as browser:
        yield browser


def test_every_clause_has_its_page(site: Path) -> None:
    """Under the name it has for life."""
    missing = [
        clause.id
        for clause in read_features().clauses
        if not (site / "clauses" / clause.id.replace(".", "/", 1) / "index.html").is_file()
    ]

    assert [] == missing


def test_a_clause_links_the_section_it_rests_on(site: Path) -> None:
    """And its mutant is there, as the gateway lists it."""
    page = (site / CLAUSE / "index.html").read_text("utf-8")

    assert "/sources/observed-gateway/http-surface/#1.7" in page
    assert "operations.health.says_it_is_ready_in_its_own_words" in page


def test_a_clause_is_found_by_its_id(site: Path) -> None:
    """The search needs no server."""
    assert "operations.health-documents-are-stable" in (site / "search.json").read_text("utf-8")


def test_a_link_or_anchor_to_nowhere_is_refused(staged: Path, tmp_path: Path) -> None:
    """Each with its page."""
    page = staged.parent / "docs" / f"{CLAUSE}.md"
    text = page.read_text("utf-8")
    wrong = "\n[a](gone.md)\n\n[b](../../sources/observed-gateway/proxy.md#gone)\n"
    page.write_text(text + wrong, "utf-8")
    try:
        with pytest.raises(SiteError) as refused:
            generator.build(staged, tmp_path / "site")
    finally:
        page.write_text(text, "utf-8")

    said = str(refused.value)
    assert [] == [
        words
        for words in ("page does not exist", "anchor does not exist", f"{CLAUSE}.md")
        if words not in said
    ]
    assert "Traceback" not in said
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nobody_is_shut_out(browser: Browser, address: str, viewport: dict[str, int], scheme: str) -> None:
    """axe-core finds nothing, nothing is wider than the screen, and nothing is fetched from elsewhere."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme, is_mobile=viewport is PHONE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: request.url.startswith(address) or wrong.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for name in LOOKED_AT:
        page.goto(address + name)
        wrong += [
            f"/{name}: {one['id']}, {one['help']}, {node['html'][:200]}"
            for one in Axe().run(page).response["violations"]
            for node in one["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"/{name} is wider than the screen")
    context.close()

    assert [] == wrong
