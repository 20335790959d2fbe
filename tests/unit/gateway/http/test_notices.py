"""The gateway's own pages: in the look of the admin UI, and for whoever prefers a page."""

import re

import pytest

from reference_gateway.domain.errors import StoreUnavailable
from reference_gateway.http.pages.negotiation import accepted_in, is_navigation
from reference_gateway.http.pages.notices import notice_of
from reference_gateway.http.refusals import MethodNotAllowed, UnknownPath
from tests.given.places import ROOT

COLOUR = re.compile(r"(--[a-z-]+): ([^;]+);")
BROWSER = ("Accept", "text/html,*/*;q=0.8")


def test_the_colours_are_the_admin_uis() -> None:
    """Light and dark: whoever changes one style sheet changes the other."""
    here, there = (
        COLOUR.findall((ROOT / "reference_gateway" / path).read_text("utf-8"))
        for path in ("http/pages/notice.css", "admin_ui/static/console.css")
    )

    assert 20 == len(here)
    assert set() == set(here) - set(there)


@pytest.mark.parametrize(
    ("error", "title", "way_on"),
    [
        (UnknownPath(), "Page not found", "Go to the admin UI"),
        (MethodNotAllowed(), "Method Not Allowed", "Go to the admin UI"),
        (StoreUnavailable(), "Service Unavailable", "Try again"),
    ],
)
def test_a_refusal_as_a_page(error, title, way_on) -> None:
    """What happened, what to do about it, and what to name when one asks somebody else."""
    page = notice_of(error).page("id-1").decode()

    assert f"<h2>{title}</h2>" in page
    assert f">{way_on}</a>" in page
    assert f"{error.status} <code>{error.code}</code>" in page
    assert "<code>id-1</code>" in page
    assert 'http-equiv="refresh"' not in page


@pytest.mark.parametrize(
    ("method", "headers", "is_one"),
    [
        ("GET", [BROWSER], True),
        ("GET", [BROWSER, ("Sec-Fetch-Mode", "navigate")], True),
        ("GET", [BROWSER, ("Sec-Fetch-Mode", "cors")], False),
        ("HEAD", [BROWSER], False),
        ("POST", [BROWSER], False),
        ("GET", [("Accept", "text/css"), ("Accept", "text/html")], True),
        ("GET", [("Accept", "TEXT/HTML")], True),
        ("GET", [], False),
        ("GET", [("Accept", "text/html," + "a/b," * 300)], False),
    ],
)
def test_what_a_navigation_is(method, headers, is_one) -> None:
    """A browser on its way to a page, which can be asked for again."""
    assert is_one is is_navigation(method, tuple(headers))


def test_the_accept_of_an_unread_head() -> None:
    """A line of its own, and nothing that only looks like one."""
    assert (("accept", "text/html"),) == accepted_in(b"GET / HTTP/1.1\r\nAccept:  text/html\r\nX: a")
    assert () == accepted_in(b"GET /?Accept:text/html HTTP/1.1\r\nX-Accept: text/html\r\n")
