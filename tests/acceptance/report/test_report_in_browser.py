"""The HTML report as a person meets it: in a real browser, at a desk and on a phone, by mouse and keys."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from contract_harness.report import html_report
from contract_harness.verdicts import Verdict
from tests.given.verifying.sample_run import HOSTILE, sample_run

RUN = sample_run(164)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
BROKEN = [clause for _, clause in RUN.clauses if clause.verdict is Verdict.BROKEN]
ATTACK = "\u2066\"'><img src=x onerror=alert(1)><form action=//x></textarea></style><base href=//x>{{ 7*7 }}"
SHOWN = ".clause:not([hidden])"
# A hundred kept clauses look like one, and axe-core would look at each.
_ONE_OF_EACH = """() => {
    const seen = new Set();
    for (const clause of document.querySelectorAll(".clause")) {
        if (seen.has(clause.dataset.verdict)) clause.remove();
        seen.add(clause.dataset.verdict);
    }
    for (const one of document.querySelectorAll("details")) one.open = true;
}"""


@pytest.mark.parametrize(
    ("scheme", "chosen"), [("light", ""), ("dark", ""), ("dark", "Light"), ("light", "Dark")]
)
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nobody_is_shut_out(
    browser: Browser, file: Path, viewport: dict[str, int], scheme: str, chosen: str
) -> None:
    """axe-core finds nothing in either theme, whatever is unfolded; and nothing is wider than the screen."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate(_ONE_OF_EACH)
    if chosen:
        page.get_by_role("button", name=chosen).click()

    found = Axe().run(page)

    assert [] == [
        (one["id"], one["help"], node["html"][:200])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert viewport["width"] == page.evaluate("document.documentElement.scrollWidth")
    context.close()


def test_what_was_not_asked_is_folded_away_and_found(page: Page) -> None:
    """Each profile says how many of which verdict; a search and a link unfold them, Clear folds them."""
    folds = page.locator(".folded")
    unasked = [one for _, one in RUN.clauses if one.verdict in (Verdict.NOT_APPLICABLE, Verdict.UNSUPPORTED)]

    assert len(unasked) == page.locator(".folded .clause").count()
    assert not page.locator(".folded .clause").first.is_visible()
    assert "1 not-applicable" in folds.first.locator("> summary").inner_text()

    page.locator('.chip[data-verdict="unsupported"]').click()
    assert page.locator('.clause[data-verdict="unsupported"]').first.is_visible()
    page.get_by_role("searchbox").fill(unasked[-1].id)
    assert page.locator(f".folded .clause:has-text('{unasked[-1].id}')").first.is_visible()
    assert "1 of 41 unsupported" in page.locator(".folded:not([hidden]) > summary").first.inner_text()
    page.get_by_role("button", name="Clear").click()
    assert 0 == page.locator(".folded[open]").count()

    page.evaluate("address => { location.hash = address; }", f"reference/{unasked[0].id}")
    expect(page.locator(".folded :focus, .folded:focus")).to_have_count(1)
    assert page.locator(f".clause:has-text('{unasked[0].id}')").first.is_visible()


def test_verdict_profile_tier_and_target_narrow_the_list(page: Page) -> None:
    """Each filter alone and all together show what the result holds, and the count says so."""
    kept = [(target, one) for target, one in RUN.clauses if one.verdict is Verdict.KEPT]

    page.locator('.chip[data-verdict="kept"]').click()
    assert len(kept) == page.locator(SHOWN).count()
    page.locator("select[name=profile]").select_option("migration")
    page.locator("select[name=tier]").select_option("hardened")
    page.locator("select[name=target]").select_option("reference")
    expected = [
        one.id
        for target, one in kept
        if (target.name, one.profile, one.tier.value) == ("reference", "migration", "hardened")
    ]
    assert expected == page.locator(f"{SHOWN} > summary .id").all_text_contents()
    assert (
        f"{len(expected)} of {sum(1 for _ in RUN.clauses)} clauses" == page.locator(".shown").text_content()
    )

    page.get_by_role("button", name="Clear").click()
    assert sum(1 for _ in RUN.clauses) == page.locator(SHOWN).count()


def test_words_are_found_in_promises_ids_and_evidence(page: Page) -> None:
    """Every word must be there; nothing found is said, with a way back."""
    search = page.get_by_role("searchbox")

    search.fill("ADMIN asked hop-by-hop")
    assert {one.id for one in BROKEN if "hop-by-hop" in one.id} <= set(
        page.locator(f"{SHOWN} > summary .id").all_text_contents()
    )
    search.fill("no such thing anywhere")
    assert page.get_by_text("No clause matches.").is_visible()
    page.get_by_role("button", name="Show all").click()
    assert sum(1 for _ in RUN.clauses) == page.locator(SHOWN).count()


def test_a_link_to_a_clause_opens_it(page: Page, file: Path) -> None:
    """Also one that a filter hides, and one that is followed on the page."""
    clause = BROKEN[-1]
    page.locator('.chip[data-verdict="kept"]').click()

    page.evaluate("address => { location.hash = address; }", f"reference/{clause.id}")

    opened = page.locator(".clause[open]")
    expect(opened.locator("> summary .id")).to_have_text([clause.id])
    expect(opened.locator("> summary")).to_be_focused()
    page.locator(".attention a").first.click()
    expect(opened).to_have_count(2)


def test_a_clause_tells_its_whole_story(page: Page) -> None:
    """Promised, observed, the exchange with its timings, how to repeat it, the log, the mutant."""
    page.locator(f'.clause[data-target="reference"]:has-text("{BROKEN[0].id}") > summary').first.click()

    said = page.locator(".clause[open]").inner_text()

    example = BROKEN[0].decisive
    assert example is not None
    for expected in (example.promised, example.observed, example.again, "head after 10 ms", "log tail"):
        assert expected in said
    assert BROKEN[0].mutants[0] in said


def test_everything_is_within_reach_of_a_keyboard(page: Page) -> None:
    """`/` searches, Tab reaches the clauses, Enter opens one, Escape clears."""
    page.keyboard.press("/")
    page.keyboard.type("hop-by-hop")
    found = page.locator(SHOWN).count()
    assert 0 < found < sum(1 for _ in RUN.clauses)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.clause > summary')"):
            break
    page.keyboard.press("Enter")
    assert 1 == page.locator(".clause[open]").count()

    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert sum(1 for _ in RUN.clauses) == page.locator(SHOWN).count()


def poisoned(value: Any, name: str = "") -> Any:
    """*value* with markup, escapes and turned writing in every text that is free."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return (
            value if name in ("id", "profile", "digest", "driver", "state") else f"{value}{HOSTILE}{ATTACK}"
        )
    if isinstance(value, tuple | list):
        return type(value)(poisoned(one, name) for one in value)
    if isinstance(value, dict):
        return {key: poisoned(one) for key, one in value.items()}
    if is_dataclass(value):
        new = {one.name: poisoned(getattr(value, one.name), one.name) for one in fields(value)}
        return replace(value, **new)  # type: ignore[type-var]
    return value


def test_nothing_a_gateway_or_a_file_says_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    """Every free text of the result is an attack; none of it runs, asks for anything or leaves its place."""
    file = tmp_path / "report.html"
    file.write_text(html_report.page(poisoned(sample_run(164))), "utf-8")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("request", lambda request: happened.append(request.url))
    page.goto(file.as_uri())
    page.get_by_role("searchbox").fill("alert")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert [file.as_uri()] == happened
    assert 2 == page.locator("script").count()
    assert 0 == page.locator("img, iframe, object, embed, base, link, form[action]").count()
    assert sum(1 for _ in RUN.clauses) == page.locator(SHOWN).count()
    shown = page.locator("body").inner_text()
    assert "<img src=x onerror=" in shown
    assert not [one for one in "\x1b\x00\u202e\u2066" if one in shown]
    context.close()


def test_on_paper_what_matters_is_unfolded(page: Page) -> None:
    """What is broken is printed whole, on white; what only a screen can use is left out."""
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    told = [one for _, one in RUN.clauses if one.verdict.fails or one.verdict is Verdict.VOID]
    assert len(told) == page.locator(".clause[open]").count()
    assert not page.locator(".filters").is_visible()
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
