"""The session cookie as browsers send it and as they are told to keep it."""

from __future__ import annotations

import pytest

from reference_gateway.http.api.cookies import SessionCookie

KEPT = "Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"
TAKEN_BACK = "Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"


@pytest.mark.parametrize(
    ("sent", "token"),
    [
        ((), None),
        (("ogw_session=id.proof",), "id.proof"),
        (("theme=dark; ogw_session=id.proof; lang=en",), "id.proof"),
        (("theme=dark;ogw_session=id.proof;lang=en",), "id.proof"),
        (("ogw_session= id.proof ;lang=en",), "id.proof"),
        (('ogw_session="id.proof"',), "id.proof"),
        (("ogw_session=XidX",), "XidX"),
        (("ogw_session=id=proof==",), "id=proof=="),
        (("ogw_session=first; ogw_session=second",), "first"),
        (("ogw_session=",), None),
        (('ogw_session=""',), None),
        (("ogw_session",), None),
        (("my_ogw_session=id.proof; ogw_session_2=id.proof",), None),
        (("OGW_SESSION=id.proof",), None),
        (("theme=dark", "ogw_session=id.proof"), None),
    ],
)
def test_the_token_a_browser_sends(sent: tuple[str, ...], token: str | None) -> None:
    """The value of the first cookie of exactly this name, in the first header; quotes are not part of it."""
    headers = (("Host", "g"), *(("Cookie", value) for value in sent))

    assert token == SessionCookie().read(headers)


def test_a_browser_that_came_over_https_keeps_it_from_plain_http() -> None:
    """When it is granted, and when it is taken back: browsers do not replace a secure cookie otherwise."""
    cookie = SessionCookie()

    assert f"ogw_session=t; {KEPT}; Secure" == cookie.granting("t", is_secure=True)
    assert f"ogw_session=; {TAKEN_BACK}; Secure" == cookie.clearing(is_secure=True)


def test_over_plain_http_it_must_work_too() -> None:
    """On a laptop there is no https, and a secure cookie would never be sent."""
    cookie = SessionCookie()

    assert f"ogw_session=t; {KEPT}" == cookie.granting("t", is_secure=False)
    assert f"ogw_session=; {TAKEN_BACK}" == cookie.clearing(is_secure=False)
