"""How the HTML report looks: its themes, and that nothing is cut or taken for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

_BACKGROUND = "getComputedStyle(document.body).backgroundColor"
_LIGHT, _DARK = "rgb(246, 247, 249)", "rgb(20, 23, 28)"


def test_a_theme_is_chosen_and_remembered(browser: Browser, file: Path) -> None:
    """Over what the system prefers, also after a reload, until Auto is chosen again."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(file.as_uri())
    assert _LIGHT == page.evaluate(_BACKGROUND)

    page.get_by_role("button", name="Dark").click()
    assert _DARK == page.evaluate(_BACKGROUND)
    page.reload()
    assert _DARK == page.evaluate(_BACKGROUND)
    page.emulate_media(media="print")
    assert "rgb(255, 255, 255)" == page.evaluate(_BACKGROUND)
    page.emulate_media(media="screen")
    assert ["false", "false", "true"] == [
        one.get_attribute("aria-pressed") for one in page.locator(".theme button").all()
    ]

    page.get_by_role("button", name="Auto").click()
    page.reload()
    assert _LIGHT == page.evaluate(_BACKGROUND)
    context.close()


def test_a_remembered_theme_does_not_flash(browser: Browser, file: Path) -> None:
    """It is chosen before there is a body that could be painted in the other."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(
        """new MutationObserver((_, observer) => {
            if (!document.body) return;
            window.themeAtFirst = document.documentElement.dataset.theme;
            observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert "dark" == page.evaluate("window.themeAtFirst")
    context.close()


def test_a_browser_that_remembers_nothing_has_themes_as_well(browser: Browser, file: Path) -> None:
    """Some throw when a file asks for its storage."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } });"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    page.get_by_role("button", name="Dark").click()

    assert _DARK == page.evaluate(_BACKGROUND)
    assert [] == wrong
    context.close()


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_word_is_cut_on_a_phone(browser: Browser, file: Path, width: int) -> None:
    """Every chip and every choice is whole, and stands on the screen."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(file.as_uri())

    cut = page.evaluate(
        """width => [...document.querySelectorAll(".chip, .selects select, .theme button")]
            .filter((one) => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > width)
            .map((one) => one.textContent.trim())""",
        width,
    )
    assert [] == cut
    # A select does not say that its text is cut: measure what it shows.
    narrow = page.evaluate(
        """() => [...document.querySelectorAll(".selects select")].filter((one) => {
            const text = document.createElement("canvas").getContext("2d");
            text.font = getComputedStyle(one).font;
            const style = getComputedStyle(one);
            const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            return text.measureText(one.selectedOptions[0].text).width > room - 16;
        }).map((one) => one.name)"""
    )
    assert [] == narrow
    context.close()


def test_a_bar_of_what_was_not_asked_is_no_bar(page: Page) -> None:
    """Its colour is that of an empty track, unlike that of any verdict that was reached."""
    colours = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".part")].map((one) =>
            [one.classList[1], getComputedStyle(one.querySelector("rect")).fill]))"""
    )

    assert colours["not-applicable"] not in {
        colour for verdict, colour in colours.items() if verdict != "not-applicable"
    }
    assert "rgb(223, 227, 234)" == colours["not-applicable"]
