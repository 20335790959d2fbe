"""What browsers are told of the origin: by the gateway, and behind a proxy that is trusted."""

from __future__ import annotations

import pytest

from tests.given.http_client import get
from tests.given.http_upstream import Upstream, page
from tests.given.http_world import proxying

TRUSTED = ("127.0.0.1/32",)
A_YEAR = "max-age=31536000"
HTTPS = "X-Forwarded-Proto: https"


@pytest.mark.parametrize("target", ["/admin", "/nothing"])
def test_browsers_come_back_over_https_where_the_origin_is(ui: Upstream, target: str) -> None:
    """Configured, or told by a trusted proxy; on pages of the admin UI and on the gateway's own answers."""
    with proxying(ui.port, public_base_url="https://gw.example") as port:
        configured = get(port, target)
    with proxying(ui.port, trusted=TRUSTED) as port:
        told, plain = get(port, target, HTTPS), get(port, target)
    with proxying(ui.port) as port:
        claimed = get(port, target, HTTPS)

    assert [A_YEAR] == configured.all("strict-transport-security") == told.all("strict-transport-security")
    assert [] == plain.all("strict-transport-security") == claimed.all("strict-transport-security")


def test_an_admin_ui_may_say_it_itself(ui: Upstream) -> None:
    """Then browsers hear its word, and no second one."""
    ui.script = page(b"", "Strict-Transport-Security: max-age=60")
    with proxying(ui.port, public_base_url="https://gw.example") as port:
        answer = get(port, "/admin")

    assert ["max-age=60"] == answer.all("strict-transport-security")


def test_the_prefix_that_a_trusted_proxy_took_away(ui: Upstream) -> None:
    """Goes before our own addresses, and reaches the admin UI once; a visitor's does neither."""
    said = ("X-Forwarded-Prefix: /llm/", "X_Forwarded_Prefix: /other", "Accept: text/html")
    with proxying(ui.port, trusted=TRUSTED) as port:
        home = get(port, "/", *said)
        get(port, "/admin", *said)
        told = ui.asked[-1]
        get(port, "/admin")
        untold = ui.asked[-1]
    with proxying(ui.port) as port:
        strangers_home = get(port, "/", *said)
        get(port, "/admin", *said)

    assert ["/llm/admin"] == home.all("location")
    assert ["/admin"] == strangers_home.all("location")
    assert ["/llm"] == [value for name, value in told.headers if "prefix" in name.lower()]
    for asked in (untold, ui.asked[-1]):
        assert [] == [value for name, value in asked.headers if "prefix" in name.lower()]


def test_the_port_and_the_standard_header_reach_the_admin_ui(ui: Upstream) -> None:
    """As the one origin."""
    with proxying(ui.port, trusted=TRUSTED) as port:
        get(port, "/admin", "X-Forwarded-Host: gw.example", "X-Forwarded-Port: 8443", HTTPS)
        by_port = ui.asked[-1].all("x-forwarded-origin")
        get(port, "/admin", 'Forwarded: for=192.0.2.7;host="gw.example:8443";proto=https')
        by_standard = ui.asked[-1].all("x-forwarded-origin")

    assert ["https://gw.example:8443"] == by_port == by_standard


@pytest.mark.parametrize("target", ["/admin/../v1/models", "/admin/%2e%2e/x", "/nothing"])
def test_documents_are_what_they_say(target: str) -> None:
    """Also those that no resource of the API wrote."""
    with proxying(1) as port:
        refused = get(port, target, "Transfer-Encoding: nonsense")
        unavailable = get(port, "/admin")
        escaping = get(port, "/admin/%2e%2e/x")

    for answer in (refused, unavailable, escaping):
        assert ("application/json", ["nosniff"]) == (
            answer.one("content-type"),
            answer.all("x-content-type-options"),
        )
