"""The pages and forms: who sees what, and what the gateway is asked."""

from __future__ import annotations

import pytest

from tests.integration.gateway.admin_ui.fake_gateway_api import (
    CLEAR_COOKIE,
    SECOND_COOKIE,
    SET_COOKIE,
    FakeGateway,
    key,
)
from tests.integration.gateway.admin_ui.visits import KEYS, SIGNED_IN, Ui


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
