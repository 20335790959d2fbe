"""What strangers try: foreign forms, foreign redirects, and what travels with a call."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.integration.gateway.admin_ui.fake_gateway_api import FakeGateway
from tests.integration.gateway.admin_ui.visits import SIGNED_IN, Ui


def test_calls_carry_the_visitor_along(ui: Ui, gateway: FakeGateway) -> None:
    """Cookie, request id, forwarded headers and the visitor's host travel; a POST names its origin."""
    forwarded = {
        "x-forwarded-host": "gw.example",
        "x-forwarded-proto": "https",
        "x-forwarded-origin": "https://gw.example",
        "x-request-id": "page-7",
        "authorization": "Bearer not-for-the-api",
    }
    ui.get("/admin/api-keys", {**SIGNED_IN, **forwarded})
    ui.post("/admin/sign-out", {}, {**SIGNED_IN, **forwarded, "origin": "https://gw.example"})

    del forwarded["authorization"]
    assert len(gateway.calls) == 3
    for call in gateway.calls:
        assert {**SIGNED_IN, **forwarded}.items() <= call.headers.items()
        assert "authorization" not in call.headers
        assert call.headers["host"] == "gw.example"
    assert gateway.calls[-1].headers["origin"] == "https://gw.example"


def test_a_direct_visit_calls_the_gateway_by_its_own_name(ui: Ui, gateway: FakeGateway) -> None:
    """Nobody said by which name it is known, or said no host name: then its address is its name."""
    ui.post("/admin/sign-out", {}, SIGNED_IN)
    odd = {"x-forwarded-host": "a b", "sec-fetch-site": "same-origin", "origin": ""}
    ui.post("/admin/sign-out", {}, {**SIGNED_IN, **odd})

    authority = gateway.origin.removeprefix("http://")
    assert [authority, authority] == [call.headers["host"] for call in gateway.calls]
    assert [gateway.origin, gateway.origin] == [call.headers["origin"] for call in gateway.calls]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"origin": "", "sec-fetch-site": "same-origin"}, 303),
        ({"origin": "https://GW.example", "x-forwarded-host": "gw.example:443"}, 303),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"x-forwarded-host": "gw.example"}, 403),
    ],
)
def test_only_our_own_forms_count(ui: Ui, gateway: FakeGateway, headers: dict[str, str], status: int) -> None:
    """A form of another site is refused before the gateway hears of it."""
    answer = ui.post("/admin/sign-out", {}, {**SIGNED_IN, **headers})

    assert status == answer.status
    assert (status == 303) == bool(gateway.calls)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%5cevil.example/..",
        "/../evil",
        "/%2e%2e/v1/models",
        "/%252e%252e/x",
        "/x\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "api-keys",
        "/" + "x" * 4000,
        "",
    ],
)
def test_a_redirect_cannot_leave(ui: Ui, target: str) -> None:
    """Whatever the redirect value says, the next page is one of ours."""
    fields = {"email": "admin@local", "password": "admin", "redirect": target}

    assert ui.post("/admin/login", fields).location == "/admin/api-keys"
    query = urlencode({"redirect": target})
    assert ui.get(f"/admin/login?{query}", SIGNED_IN).location == "/admin/api-keys"


def test_every_answer_is_guarded(ui: Ui) -> None:
    """Pages, redirects, refusals and files carry the security headers; pages are never stored."""
    answers = [ui.get("/admin/login"), ui.get("/admin"), ui.post("/admin/login", {}, {"origin": "null"})]

    for answer in [*answers, ui.get("/admin/favicon.svg")]:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-request-id"]
    assert {"no-store"} == {answer.headers["cache-control"] for answer in answers}
