"""What a browser is shown in place of the admin UI's page, and when it is given that page after all."""

import re
import time

import pytest

from tests.given.http_client import ask, get
from tests.given.http_upstream import Upstream, page
from tests.given.http_world import proxying

CHROMIUM = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
def ui():
    upstream = Upstream()
    yield upstream
    upstream.stop()


@pytest.fixture
def down():
    """A port nobody listens at."""
    upstream = Upstream()
    upstream.stop()
    return upstream.port


def after(seconds: float, *, times: int = 99):
    """Answers late, the first *times* times."""
    left = [times]

    def script(conversation, asked):
        left[0] -= 1
        time.sleep(seconds if left[0] >= 0 else 0)
        page()(conversation, asked)

    return script


def is_page(reply) -> bool:
    return "text/html; charset=utf-8" == reply.one("content-type") and reply.body.startswith(
        b"<!doctype html>"
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_browser_is_shown_that_the_ui_is_down(down, method):
    """A page that asks for nothing else, names the request and says when to come back."""
    with proxying(down) as port:
        reply = get(port, "/admin/x", CHROMIUM, "X-Request-Id: abc", method=method)

    assert 503 == reply.status
    assert "text/html; charset=utf-8" == reply.one("content-type")
    assert "5" == reply.one("retry-after")
    assert "no-store" == reply.one("cache-control")
    assert (reply.one("content-security-policy") or "").startswith("default-src 'none'; style-src 'sha256-")
    if method != "HEAD":
        assert b"<code>abc</code>" in reply.body
        assert [] == re.findall(rb"(?:src|srcset|action)=|<link|<script|url\(|@import", reply.body)


def test_what_a_visitor_sent_is_shown_as_text(down):
    """The request id is the visitor's own words."""
    with proxying(down) as port:
        reply = get(port, "/admin/x", CHROMIUM, "X-Request-Id: <b>&\"'")

    assert b"<code>&lt;b&gt;&amp;&quot;&#x27;</code>" in reply.body


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/json",
        "application/json, text/html;q=0.9",
        "text/html;q=0, */*",
        "",
        "nonsense",
        "text/html;q=2",
    ],
)
def test_everybody_else_is_given_the_document(down, accept):
    """Whoever takes JSON as gladly, or says what cannot be understood."""
    with proxying(down) as port:
        reply = get(port, "/admin/x", f"Accept: {accept}")

    assert (503, "application/json", "5") == (
        reply.status,
        reply.one("content-type"),
        reply.one("retry-after"),
    )


def test_a_caller_with_a_key_is_no_browser(down):
    """Some HTTP libraries accept HTML first, unasked."""
    with proxying(down) as port:
        with_key = get(port, "/admin/x", CHROMIUM, "Authorization: Bearer gwk_a.b")
        with_password = get(port, "/admin/x", CHROMIUM, "Authorization: Basic YTpi")

    assert ("application/json", True) == (with_key.one("content-type"), is_page(with_password))


def test_a_path_that_climbs_is_a_page_too(ui):
    """The same status, another shape."""
    with proxying(ui.port) as port:
        assert is_page(reply := get(port, "/admin/../x", CHROMIUM))
        assert 400 == reply.status


@pytest.mark.parametrize(
    ("filler", "status"), [("X: " + "a" * 70_000, 431), ("Content-Length: 300000000", 413)]
)
def test_what_the_parser_refuses_is_a_page_too(ui, filler, status):
    """A browser that keeps too many cookies meets this one."""
    with proxying(ui.port) as port:
        request = f"GET /admin HTTP/1.1\r\nHost: a\r\n{CHROMIUM}\r\n{filler}\r\n\r\n"
        reply = ask(port, request.encode())

    assert (status, True) == (reply.status, is_page(reply))


def test_the_root_leads_a_browser_to_the_ui(ui):
    """And is not found for everybody else."""
    with proxying(ui.port) as port:
        reply = get(port, "/", CHROMIUM)
        assert (302, "/admin") == (reply.status, reply.one("location"))
        assert 302 == get(port, "/", CHROMIUM, method="HEAD").status
        assert [404, 404] == [get(port, "/").status, get(port, "/x", CHROMIUM).status]


def test_a_ui_at_the_root_is_asked_for_it(ui):
    """Nothing leads anywhere."""
    with proxying(ui.port, base_path="/") as port:
        assert 200 == get(port, "/", CHROMIUM).status


def test_a_browser_is_told_within_two_seconds_that_the_ui_is_slow(ui):
    """Then its page asks again, and that is waited for; the first exchange is over by then."""
    ui.script = after(3.0)
    with proxying(ui.port, request_ms=10_000) as port:
        began = time.monotonic()
        told = get(port, "/admin/x?q", CHROMIUM, "Sec-Fetch-Mode: navigate")
        assert time.monotonic() - began < 2.0
        assert (503, "5", True) == (told.status, told.one("retry-after"), is_page(told))
        assert b'<meta http-equiv="refresh" content="0">' in told.body

        cookie = (told.one("set-cookie") or "").partition(";")[0]
        given = get(port, "/admin/x?q", CHROMIUM, f"Cookie: a=b; {cookie}")

    assert (200, b"<p>hello</p>") == (given.status, given.body)
    assert ["GET /admin/x?q HTTP/1.1"] * 2 == [asked.line for asked in ui.asked]


def test_another_address_has_its_own_two_seconds(ui):
    """What one tab was shown is not told to another."""
    ui.script = after(2.0)
    with proxying(ui.port, request_ms=10_000) as port:
        told = get(port, "/admin/x", CHROMIUM)
        cookie = (told.one("set-cookie") or "").partition(";")[0]

        assert [503, 200] == [
            get(port, f"/admin/{name}", CHROMIUM, f"Cookie: {cookie}").status for name in "yx"
        ]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", ["Accept: */*"]),
        ("GET", [CHROMIUM, "Sec-Fetch-Mode: cors"]),
        ("HEAD", [CHROMIUM]),
        ("POST", [CHROMIUM, "Sec-Fetch-Mode: navigate"]),
    ],
)
def test_whoever_cannot_ask_again_waits(ui, method, headers):
    """And the UI is asked once."""
    ui.script = after(1.8)
    with proxying(ui.port, request_ms=10_000) as port:
        assert 200 == get(port, "/admin/x", *headers, method=method).status

    assert 1 == len(ui.asked)


def test_a_page_that_has_begun_may_take_its_time(ui):
    """The two seconds are for the beginning, the limit for the whole."""

    def slowly(conversation, _asked):
        conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na")
        time.sleep(1.8)
        conversation.say(b"b")

    ui.script = slowly
    with proxying(ui.port, request_ms=10_000) as port:
        reply = get(port, "/admin/x", CHROMIUM)

    assert (200, b"ab", True) == (reply.status, reply.body, reply.is_complete)


def test_a_shorter_limit_is_the_limit_of_browsers_too(ui):
    """Who gives the UI 300 ms wants nobody to wait for it."""
    ui.script = after(5.0)
    with proxying(ui.port, request_ms=300) as port:
        reply = get(port, "/admin/x", CHROMIUM)

    assert (503, None) == (reply.status, reply.one("set-cookie"))
    assert b"not answering" in reply.body
