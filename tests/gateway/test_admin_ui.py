"""The admin UI over real sockets, against a tiny gateway that records what it is asked."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from waitress import create_server, wasyncore

from reference_gateway.admin_ui.app import create_app
from reference_gateway.admin_ui.settings import Settings
from tests.gateway.fake_gateway_api import (
    CLEAR_COOKIE,
    COOKIE,
    SECOND_COOKIE,
    SET_COOKIE,
    FakeGateway,
    key,
    refusal,
)

SIGNED_IN = {"cookie": COOKIE}
KEYS = "/api/v1/admin/api-keys"


@dataclass
class Answer:
    """One answer of the UI; redirects are not followed."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str | None:
        return self.headers["location"]


@dataclass
class Ui:
    """The UI as a browser without JavaScript meets it."""

    port: int

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        return self._ask(method, path, None, headers or {})

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        """Submit a form as one of the UI's own pages would."""
        own = {"origin": f"http://127.0.0.1:{self.port}", "content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), {**own, **(headers or {})})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {name: value for name, value in headers.items() if value})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    fake = FakeGateway()
    yield fake
    fake.stop()


@pytest.fixture
def ui(gateway: FakeGateway) -> Iterator[Ui]:
    yield from _serving({"ADMIN_GATEWAY_ORIGIN": gateway.origin})


def _serving(environ: dict[str, str]) -> Iterator[Ui]:
    sockets: dict[int, object] = {}
    app, stopped = create_app(Settings.read(environ)), threading.Event()
    options = {"threads": 4, "clear_untrusted_proxy_headers": False, "map": sockets}
    server = create_server(app, host="127.0.0.1", port=0, **options)

    def serve() -> None:
        while not stopped.is_set():
            wasyncore.loop(timeout=1, map=sockets, count=1)

    thread = threading.Thread(target=serve)
    thread.start()
    yield Ui(int(server.effective_port))
    stopped.set()
    server.pull_trigger()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


def test_the_base_path_leads_to_the_first_page(ui: Ui) -> None:
    """With and without a trailing slash."""
    answers = [ui.get("/admin"), ui.get("/admin/")]

    assert [(302, "/admin/api-keys")] * 2 == [(answer.status, answer.location) for answer in answers]


@pytest.mark.parametrize(
    ("page", "login"),
    [
        ("/admin/api-keys", "/admin/login?redirect=%2Fapi-keys"),
        ("/admin/api-keys?owner=a&x=%2F", "/admin/login?redirect=%2Fapi-keys%3Fowner%3Da%26x%3D%252F"),
        ("/admin/change-password", "/admin/login?redirect=%2Fchange-password"),
    ],
)
def test_a_stranger_is_sent_to_sign_in(ui: Ui, gateway: FakeGateway, page: str, login: str) -> None:
    """The login page remembers where the visitor wanted to go; the keys are never asked for."""
    answer = ui.get(page)

    assert (302, login) == (answer.status, answer.location)
    assert gateway.called(KEYS) == []


def test_an_ordinary_user_is_a_stranger_here(ui: Ui, gateway: FakeGateway) -> None:
    """Only a platform admin has an admin session; anyone else gets the login form."""
    gateway.role = "user"

    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/login?redirect=%2Fapi-keys"
    assert ui.get("/admin/login", SIGNED_IN).status == 200


def test_whoever_owes_a_password_sees_nothing_else(ui: Ui, gateway: FakeGateway) -> None:
    """A protected page and the login page both lead to the password change."""
    gateway.must_change_password = True

    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/change-password?redirect=%2Fapi-keys"
    assert ui.get("/admin/login", SIGNED_IN).location == "/admin/change-password"
    assert gateway.called(KEYS) == []


def test_signing_in_hands_over_every_cookie(ui: Ui) -> None:
    """The gateway's Set-Cookie values reach the browser unchanged, all of them, with a redirect by GET."""
    fields = {"email": "admin@local", "password": "admin", "redirect": "/api-keys?a=b"}
    answer = ui.post("/admin/login", fields)

    assert (303, "/admin/api-keys?a=b") == (answer.status, answer.location)
    assert [SET_COOKIE, SECOND_COOKIE] == answer.headers.get_all("set-cookie")


def test_a_refused_sign_in_says_why_and_keeps_only_the_email(ui: Ui) -> None:
    """The gateway's words in an alert; the password is not sent back."""
    answer = ui.post("/admin/login", {"email": '"><b>x', "password": "hunter2", "redirect": "/api-keys"})

    assert answer.status == 422
    assert 'role="alert"' in answer.text
    assert "Credentials are invalid." in answer.text
    assert "hunter2" not in answer.text
    assert "<b>x" not in answer.text
    assert answer.headers["set-cookie"] is None


def test_the_forms_are_empty_at_first(ui: Ui) -> None:
    """No password is prefilled anywhere."""
    pages = [ui.get("/admin/login"), ui.get("/admin/change-password", SIGNED_IN)]

    inputs = [line for page in pages for line in page.text.splitlines() if 'type="password"' in line]
    assert len(inputs) == 4
    assert not any("value=" in line for line in inputs)


def test_changing_the_password(ui: Ui, gateway: FakeGateway) -> None:
    """The passwords reach the API, and the visitor goes on to the remembered page."""
    gateway.must_change_password = True
    fields = {
        "current_password": "admin",
        "new_password": "n3w-passw0rd",
        "confirm_new_password": "n3w-passw0rd",
    }
    answer = ui.post("/admin/change-password", {**fields, "redirect": "/api-keys"}, SIGNED_IN)

    sent = gateway.called("/api/v1/auth/password/change")[0].body
    assert (303, "/admin/api-keys") == (answer.status, answer.location)
    assert {"current_password": "admin", "new_password": "n3w-passw0rd"} == sent


def test_a_mistyped_confirmation_never_reaches_the_gateway(ui: Ui, gateway: FakeGateway) -> None:
    """The two new passwords differ: an alert, and no call."""
    fields = {"current_password": "admin", "new_password": "n3w-passw0rd", "confirm_new_password": "other"}
    answer = ui.post("/admin/change-password", fields, SIGNED_IN)

    assert answer.status == 422
    assert "New password and confirmation are not the same." in answer.text
    assert gateway.called("/api/v1/auth/password/change") == []


def test_signing_out_clears_the_cookie(ui: Ui) -> None:
    """By form only: a link cannot sign anybody out."""
    answer = ui.post("/admin/sign-out", {}, SIGNED_IN)

    assert (303, "/admin/login") == (answer.status, answer.location)
    assert [CLEAR_COOKIE] == answer.headers.get_all("set-cookie")
    assert ui.get("/admin/sign-out", SIGNED_IN).headers["set-cookie"] is None


def test_keys_are_shown_masked(ui: Ui, gateway: FakeGateway) -> None:
    """Twelve characters of the prefix, dates in UTC, and what each key opens."""
    gateway.keys = [key("Nightly <runs>", created_at="2026-04-24T23:30:00-02:00", last_used_at=None)]
    page = ui.get("/admin/api-keys", SIGNED_IN)

    assert page.status == 200
    for shown in ("gwk_locdemoa****", "Nightly &lt;runs&gt;", "2026-04-25", "Never", "fast", "Alice Moreau"):
        assert shown in page.text
    assert "gwk_locdemoalice1" not in page.text


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


def test_a_session_that_ends_between_two_calls(ui: Ui, gateway: FakeGateway) -> None:
    """The session was there, the keys are refused: back to sign in, or to the owed password."""
    gateway.broken[KEYS] = refusal(401, "session_required", "authenticated session is required")
    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/login?redirect=%2Fapi-keys"

    gateway.broken[KEYS] = refusal(403, "password_change_required", "password must be changed")
    assert ui.get("/admin/api-keys", SIGNED_IN).location == "/admin/change-password?redirect=%2Fapi-keys"


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"boom"), (200, b"<html>"), (200, b"[]"), (302, b""), refusal(503, "store_error", "x")],
)
def test_a_gateway_that_answers_garbage(ui: Ui, gateway: FakeGateway, status: int, body: bytes) -> None:
    """An error page that names the request, never a traceback and never half a page."""
    gateway.broken[KEYS] = (status, body)
    page = ui.get("/admin/api-keys", {**SIGNED_IN, "x-request-id": "page-9"})

    assert page.status == 502
    assert "page-9" in page.text
    assert "Traceback" not in page.text


def test_a_gateway_that_is_gone(ui: Ui, gateway: FakeGateway) -> None:
    """The page says so, and static files still come."""
    gateway.stop()
    page = ui.get("/admin/api-keys", SIGNED_IN)
    gateway.__post_init__()

    assert page.status == 502
    assert "The gateway is not answering" in page.text
    assert ui.get("/admin/favicon.svg").status == 200


def test_a_failing_page_is_a_page(ui: Ui, gateway: FakeGateway) -> None:
    """A key list the template cannot read is a 500 page; the log has the traceback."""
    gateway.keys = [key("odd", created_at="yesterday")]
    page = ui.get("/admin/api-keys", SIGNED_IN)

    assert page.status == 500
    assert "yesterday" not in page.text


def test_hashed_assets_may_be_kept_for_ever(ui: Ui) -> None:
    """Every file a page names exists; hashed ones are immutable, the others live five minutes."""
    page = ui.get("/admin/api-keys", SIGNED_IN).text
    named = {part.split('"')[0] for part in page.replace('src="', 'href="').split('href="')[1:]}
    assets = {url: ui.get(url) for url in named if "." in url}

    assert len(assets) == 3
    for url, asset in assets.items():
        lasting = "public, max-age=31536000, immutable" if "/assets/" in url else "public, max-age=300"
        assert (200, lasting) == (asset.status, asset.headers["cache-control"])
        again = ui.get(url, {"if-none-match": asset.headers["etag"]})
        assert (304, "") == (again.status, again.text)


@pytest.mark.parametrize(
    "path", ["/admin/assets/console.0.css", "/admin/assets/x", "/admin/logo.png", "/a/b.js"]
)
def test_a_static_miss_is_no_page(ui: Ui, path: str) -> None:
    """404 as plain text: a browser waiting for a script is not handed HTML."""
    answer = ui.get(path)

    assert answer.status == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<" not in answer.text


def test_an_unknown_page_is_a_page(ui: Ui) -> None:
    """404 with a way back."""
    answer = ui.get("/admin/nowhere")

    assert answer.status == 404
    assert "Page not found" in answer.text


def test_every_answer_is_guarded(ui: Ui) -> None:
    """Pages, redirects, refusals and files carry the security headers; pages are never stored."""
    answers = [ui.get("/admin/login"), ui.get("/admin"), ui.post("/admin/login", {}, {"origin": "null"})]

    for answer in [*answers, ui.get("/admin/favicon.svg")]:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]
    assert {"no-store"} == {answer.headers["cache-control"] for answer in answers}


def test_head_is_get_without_a_body(ui: Ui) -> None:
    """A HEAD request learns what GET would say."""
    page, head = ui.get("/admin/login"), ui.get("/admin/login", method="HEAD")

    assert (200, "") == (head.status, head.text)
    assert page.headers["content-length"] == head.headers["content-length"]


def test_another_base_path(gateway: FakeGateway) -> None:
    """Links, redirects and assets follow ADMIN_UI_BASE_PATH."""
    for ui in _serving({"ADMIN_GATEWAY_ORIGIN": gateway.origin, "ADMIN_UI_BASE_PATH": "ops/console/"}):
        assert ui.get("/ops/console").location == "/ops/console/api-keys"
        assert ui.get("/ops/console/api-keys").location == "/ops/console/login?redirect=%2Fapi-keys"
        page = ui.get("/ops/console/login").text
        assert '"/admin' not in page
        assert '"/ops/console/assets/console.' in page
