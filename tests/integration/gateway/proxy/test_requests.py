"""What of a visitor's request reaches the admin UI, on real sockets: all of it, unaltered."""

import os

import pytest

from tests.given.http_client import ask, get
from tests.given.http_world import proxying


@pytest.mark.parametrize(
    "target",
    [
        "/admin",
        "/admin/",
        "/admin?",
        "/admin/a%2Fb%20c",
        "/admin/%C3%A9/~;=,@",
        "/admin//double///slash",
        "/admin/x/../y",
        "/admin/x?q=%20+&q=2&&=;?/%zz",
        "/admin/%zz%",
        '/admin/"<>^`{|}',
    ],
)
def test_the_target_arrives_exactly_as_sent(ui, port, target):
    """Not decoded, not normalised, base path and query kept."""
    assert 200 == get(port, target).status
    assert f"GET {target} HTTP/1.1" == ui.asked[-1].line


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
)
def test_every_method_passes(ui, port, method):
    """Known or not."""
    reply = get(port, "/admin/x", method=method)

    assert 200 == reply.status
    assert f"{method} /admin/x HTTP/1.1" == ui.asked[-1].line
    assert (b"" if method == "HEAD" else b"<p>hello</p>") == reply.body
    assert "12" == reply.one("content-length")


@pytest.mark.parametrize(
    "body", [b"", b"x", bytes(range(256)) * 8, os.urandom(1 << 20)], ids=["0", "1", "2k", "1M"]
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_arrives_intact(ui, port, body, is_chunked):
    """Counted or chunked; the UI always gets it counted."""
    head = b"POST /admin/x HTTP/1.1\r\nHost: a\r\n"
    if is_chunked:
        chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part)
        request = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    else:
        request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body

    assert 200 == ask(port, request).status
    assert body == ui.asked[-1].body
    assert [str(len(body))] == ui.asked[-1].all("content-length")
    assert [] == ui.asked[-1].all("transfer-encoding")


def test_no_body_is_made_up(ui, port):
    """A GET without one reaches the UI without one."""
    get(port, "/admin/x")

    assert [] == ui.asked[-1].all("content-length")


def test_the_request_id_is_the_same_everywhere(ui, port):
    """Kept from the client, else made; one for the UI and one for the client."""
    kept = get(port, "/admin/x", "X-Request-Id: abc")
    assert ["abc"] == kept.all("x-request-id") == ui.asked[-1].all("x-request-id")

    made = get(port, "/admin/x", "X-Request-Id: has blank")
    assert made.all("x-request-id") == ui.asked[-1].all("x-request-id")
    assert 36 == len(made.one("x-request-id"))


def test_an_escape_is_refused_and_the_ui_not_asked(ui, port):
    """400 in the envelope, with a request id."""
    reply = get(port, "/admin/%2e%2e/v1/models", "X-Request-Id: abc")

    assert (400, ["abc"]) == (reply.status, reply.all("x-request-id"))
    assert b'"invalid_request"' in reply.body
    assert [] == ui.asked


def test_a_ui_at_the_root_and_one_with_its_own_path(ui):
    """The base path is configurable, the upstream may have a prefix."""
    with proxying(ui.port, base_path="", prefix="/own/") as port:
        assert b"<p>hello</p>" == get(port, "/anything").body
        assert "GET /own/anything HTTP/1.1" == ui.asked[-1].line
        assert b"api" == get(port, "/v1/models").body
    with proxying(ui.port, base_path="/console/ui") as port:
        assert b"<p>hello</p>" == get(port, "/console/ui/x").body
        assert b"api" == get(port, "/admin").body
