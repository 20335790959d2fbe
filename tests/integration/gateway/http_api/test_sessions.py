"""Sessions on the wire: signing in and out, rotation, whose page may write."""

from datetime import timedelta

import pytest

from reference_gateway.services.guesses import FREE, RECOVERY
from tests.given.population import ADMIN
from tests.integration.gateway.http_api.world import ORIGIN, data, refused

FROM_OUR_PAGE = f"Origin: {ORIGIN}"


def test_a_session_from_sign_in_to_sign_out(world):
    """Login hands out the cookie, the session is recognised, logout ends it."""
    reply = world.sign_in(email="  Admin@LOCAL ")
    view = data(reply)
    assert "admin@local" == view["user"]["email"]
    assert {"id", "name", "email", "global_role"} == set(view["user"])
    assert view["must_change_password"] is False
    token, *attributes = str(reply.one("set-cookie")).split("; ")
    assert ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] == attributes
    assert "no-store" == reply.one("cache-control")
    cookie = f"Cookie: other=1; {token}; ogw_session=second"

    assert view == data(world.send("GET", "/api/v1/auth/session", cookie))
    ended = world.send("POST", "/api/v1/auth/logout", cookie, FROM_OUR_PAGE)
    assert {"status": "ok"} == data(ended)
    cleared = "ogw_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    assert [cleared] == ended.all("set-cookie")
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None
    assert {"status": "ok"} == data(world.send("POST", "/api/v1/auth/logout"))


@pytest.mark.parametrize(
    "token", ["x", "x.y", "00000000-0000-4000-8000-000000000000.0", '"', "\xff", "a" * 5000]
)
def test_a_token_that_is_none(world, token):
    """No session, no failure."""
    assert data(world.send("GET", "/api/v1/auth/session", f"Cookie: ogw_session={token}")) is None


def test_an_altered_token_is_none(world):
    """One character differs."""
    cookie = world.cookie()
    altered = cookie[:-1] + ("0" if cookie[-1] != "0" else "1")

    assert data(world.send("GET", "/api/v1/auth/session", altered)) is None
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None


def test_a_session_ends_after_thirty_days(world):
    """Use does not prolong it."""
    cookie = world.cookie()
    world.clock.ahead = timedelta(days=29, hours=23)
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None
    world.clock.ahead = timedelta(days=30, seconds=1)

    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None


@pytest.mark.parametrize(
    "credentials",
    [
        {"password": "wrong"},
        {"email": "nobody@local"},
        {"email": "ann@local"},
        {"password": ""},
    ],
    ids=["wrong password", "unknown", "invited, no password", "empty password"],
)
def test_a_login_that_fails_always_fails_alike(world, credentials):
    """The same refusal, and one verification each, so that time tells nothing."""
    reply = world.sign_in(**credentials)

    assert (401, "invalid_credentials") == refused(reply)
    assert [] == reply.all("set-cookie")
    assert 1 == world.hasher.verified


def test_guessing_is_told_to_wait_and_the_right_password_waits_too(world):
    """Until some time has passed; nothing is hashed meanwhile."""
    for _ in range(FREE):
        assert (401, "invalid_credentials") == refused(world.sign_in(password="wrong"))

    held_back = world.sign_in()
    assert (429, "too_many_sign_ins") == refused(held_back)
    assert "60" == held_back.one("retry-after")
    world.clock.ahead += RECOVERY
    assert 200 == world.sign_in().status


def test_a_disabled_admin_is_signed_out(world):
    """Every session of theirs, for good."""
    cookie = world.cookie()
    world.sql("UPDATE users SET status = 'disabled'")
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None
    world.sql("UPDATE users SET status = 'active'")

    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is None


def test_rotation_is_enforced_and_ends_the_other_sessions(world):
    """Until it is done only session, change and logout are open; then the old password is dead."""
    world.sql("UPDATE users SET must_change_password = 1")
    mine, other = world.cookie(), world.cookie()
    assert data(world.send("GET", "/api/v1/auth/session", mine))["must_change_password"] is True
    assert (403, "password_change_required") == refused(world.send("GET", "/api/v1/admin/api-keys", mine))

    def change(current: str, new: str):
        document = {"current_password": current, "new_password": new}
        return world.post("/api/v1/auth/password/change", document, mine, FROM_OUR_PAGE)

    assert (401, "invalid_credentials") == refused(change("wrong", "new-password"))
    assert (400, "invalid_request") == refused(change(ADMIN["password"], "short"))
    assert (400, "invalid_request") == refused(change(ADMIN["password"], ADMIN["password"]))
    assert data(change(ADMIN["password"], "new-password"))["must_change_password"] is False
    assert 200 == world.send("GET", "/api/v1/admin/api-keys", mine).status
    assert data(world.send("GET", "/api/v1/auth/session", other)) is None
    assert (401, "invalid_credentials") == refused(world.sign_in())
    assert 200 == world.sign_in(password="new-password").status


@pytest.mark.parametrize(
    "page",
    [
        "Origin: http://evil.test",
        "Origin: null",
        "Origin: http://gateway.test:81",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ],
)
def test_a_write_with_the_cookie_needs_our_origin(world, page):
    """Somebody else's page cannot sign anybody out; without the cookie there is nothing to protect."""
    cookie = world.cookie()

    assert (403, "origin_not_allowed") == refused(world.send("POST", "/api/v1/auth/logout", cookie, page))
    assert data(world.send("GET", "/api/v1/auth/session", cookie)) is not None
    assert 200 == world.sign_in().status
