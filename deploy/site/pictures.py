"""The pictures of the pages: the real commands and pages in a real browser, in light and in dark."""

from __future__ import annotations

import base64
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI, TerminalTheme
from rich.text import Text

from contract_harness.browser.session import open_browser
from contract_harness.errors import MissingBrowser, MissingDriver
from deploy.site.places import SiteError

BROKEN = "same_origin.answers.folds_cookies"
"""The mutant whose report is shown: nearly everything is kept, and one thing is plainly wrong."""
_BIN = Path(sys.executable).parent
_SIZE = {"width": 1200, "height": 760}
_COLUMNS = 110
_LINES = 34
_WEBP = {"format": "webp", "quality": 70}
_THEMES = {"light": DEFAULT_TERMINAL_THEME, "dark": MONOKAI}
_PROMPT = "$ gateway-contracts verify reference --command ./my-gateway --profile same-origin\n"
_FIRST = re.compile(r"^\S*broken\S* \S*same-origin\.", re.MULTILINE)
_SIGN_IN = re.compile(r"Sign in +(http\S+)")
_PAGE = """<!doctype html><style>
body {{ margin: 0; padding: 20px; color: {foreground}; background: {background}; }}
pre {{ margin: 0; font: 15px/1.35 "DejaVu Sans Mono", monospace; }}
{stylesheet}
</style><pre>{code}</pre>"""


def make(root: Path) -> list[Path]:
    """Take every picture anew, into docs/pictures.

    Raises:
        SiteError: there is no browser, or a command that is shown did not do what it is shown for.
    """
    folder = root / "docs" / "pictures"
    try:
        with tempfile.TemporaryDirectory(prefix="pictures-") as place, open_browser() as browser:
            return _all_taken(browser, Path(place), folder)
    except (MissingBrowser, MissingDriver) as error:
        raise SiteError(str(error)) from error


def _all_taken(browser: Browser, place: Path, folder: Path) -> list[Path]:
    terminal = _judged(place)
    report = (place / "reports" / "report.html").as_uri()
    made = [
        *_taken(browser, folder / "report", lambda page, _: _open_report(page, report)),
        *_taken(browser, folder / "terminal", lambda page, scheme: _show(page, terminal, _THEMES[scheme])),
    ]
    with _stack(place) as address:
        made += _taken(browser, folder / "admin", lambda page, _: _sign_in(page, address))
    return made


def _taken(browser: Browser, stem: Path, show: Callable[[Page, str], None]) -> Iterator[Path]:
    """A picture of what *show* brings to a page, for each colour scheme."""
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": _SIZE["width"], "height": _SIZE["height"]},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        show(page, scheme)
        # Playwright's own screenshots know no WebP, which is a third of the size.
        taken = context.new_cdp_session(page).send("Page.captureScreenshot", _WEBP)
        file = stem.with_name(f"{stem.name}-{scheme}.webp")
        file.write_bytes(base64.b64decode(taken["data"]))
        context.close()
        yield file


def _judged(place: Path) -> str:
    """What a terminal shows of a run in which one clause is broken.

    Raises:
        SiteError: none is, or several are.
    """
    gateway = place / "my-gateway"
    gateway.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m reference_gateway.mutants run {BROKEN} "$@"\n',
        "utf-8",
    )
    gateway.chmod(0o755)
    words = ["verify", "reference", "--command", f"./{gateway.name}", "--profile", "same-origin"]
    env = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(_COLUMNS)}
    done = subprocess.run(
        [str(_BIN / "gateway-contracts"), *words],
        cwd=place,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    found = list(_FIRST.finditer(done.stdout))
    if len(found) != 1:
        raise SiteError(
            f"{len(found)} clauses are broken by {BROKEN}, where one is to be shown: try again on a quieter "
            f"machine, or name another mutant. It said: {(done.stderr or done.stdout)[-1500:]}"
        )
    return _PROMPT + done.stdout[found[0].start() :]


def _show(page: Page, output: str, theme: TerminalTheme) -> None:
    lines = [line for line in output.replace("\r", "").splitlines() if line.strip()]
    console = Console(record=True, width=_COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines[:_LINES])), soft_wrap=False)
    page.set_content(console.export_html(theme=theme, code_format=_PAGE))


def _open_report(page: Page, address: str) -> None:
    page.goto(address)


def _sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Email", exact=True).fill("admin@local")
    page.get_by_label("Password", exact=True).fill("admin")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="API keys").first.wait_for()
    page.mouse.move(0, 0)


@contextmanager
def _stack(place: Path) -> Iterator[str]:
    """The stack for development, running in *place*; gives the address of its sign-in page."""
    words = [str(_BIN / "reference-gateway"), "dev-stack", "--port", "0", "--ui-port", "0"]
    with subprocess.Popen(
        words, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as stack:
        assert stack.stdout is not None
        try:
            yield next(found[1] for line in stack.stdout if (found := _SIGN_IN.search(line)))
        finally:
            stack.terminate()
