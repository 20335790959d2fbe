"""Whose pages may write with the session cookie: this gateway's own."""

from __future__ import annotations

import pytest
from falcon import Response, testing

from reference_gateway.domain.errors import OriginNotAllowed
from reference_gateway.http.api.cookies import SessionCookie
from reference_gateway.http.api.guards import Guards
from reference_gateway.http.forwarded import Forwarded, OriginRule, TrustedPeers
from reference_gateway.http.rfc9112 import Fields
from reference_gateway.http.wsgi import OBSERVATION

PROXY = "10.0.0.9"
STRANGER = "192.0.2.1"


def rule() -> OriginRule:
    """The rule of a gateway behind proxies in one network."""
    return OriginRule(Forwarded(TrustedPeers(["10.0.0.0/8"])))


@pytest.mark.parametrize(
    ("host", "sent", "admitted"),
    [
        ("g", "http://g", True),
        ("g", "https://g", True),
        ("g", "http://G", True),
        ("G", "http://g", True),
        ("g", "HTTP://g", True),
        ("g", "http://g:80", True),
        ("g", "https://g:443", True),
        ("g:80", "http://g", True),
        ("g:443", "https://g", True),
        ("g:8080", "http://g:8080", True),
        ("g", "http://g:443", False),
        ("g", "https://g:80", False),
        ("g", "http://g:8080", False),
        ("g:8080", "http://g", False),
        ("g", "http://g.evil", False),
        ("g", "http://evil", False),
        ("g", "http://g/", False),
        ("g", "ftp://g", False),
        ("g", "http://", False),
        ("g", "null", False),
        ("g", "", False),
        ("g", "g", False),
        (None, "http://g", False),
        (None, "http://", False),
    ],
)
def test_a_write_must_come_from_our_own_pages(host: str | None, sent: str | None, *, admitted: bool) -> None:
    """Host against Host, with or without the port one need not write; our scheme is not known."""
    headers = () if host is None else (("Host", host),)

    assert admitted == rule().admits(sent, None, headers, STRANGER)


@pytest.mark.parametrize(
    ("peer", "proto", "sent", "admitted"),
    [
        (PROXY, "https", "https://g", True),
        (PROXY, "https", "http://g", False),
        (PROXY, "http", "http://g", True),
        (PROXY, "http", "https://g", False),
        (PROXY, None, "http://g", True),
        (PROXY, None, "https://g", True),
        (STRANGER, "https", "http://g", True),
        (STRANGER, "http", "https://g", True),
    ],
)
def test_behind_a_trusted_proxy_the_scheme_counts_too(
    peer: str, proto: str | None, sent: str, *, admitted: bool
) -> None:
    """When it says which: an http page of the same host is not our https origin. A stranger says nothing."""
    headers: Fields = (("Host", "g"), *([("X-Forwarded-Proto", proto)] if proto else []))

    assert admitted == rule().admits(sent, None, headers, peer)


@pytest.mark.parametrize(
    ("site", "admitted"),
    [
        (None, True),
        ("same-origin", True),
        ("same-site", False),
        ("cross-site", False),
        ("none", False),
        ("", False),
    ],
)
def test_without_an_origin_the_pages_site_counts(site: str | None, *, admitted: bool) -> None:
    """No browser's page sends neither; whoever does was given the cookie, as the admin UI's server is."""
    assert admitted == rule().admits(None, site, (("Host", "g"),), STRANGER)


class Told:
    """Hears which route a request took."""

    def __init__(self) -> None:
        self.routes: list[str] = []

    def routed(self, template: str) -> None:
        """One more."""
        self.routes.append(template)


class Resource:
    """Takes reads and writes; they are never called here."""

    def on_get(self) -> None: ...
    def on_post(self) -> None: ...
    def on_put(self) -> None: ...
    def on_patch(self) -> None: ...
    def on_delete(self) -> None: ...


COOKIE = ("Cookie", "ogw_session=t")


def is_let_through(method: str, path: str, *headers: tuple[str, str], peer: str = STRANGER) -> bool:
    """What the guards say of a request, once its resource is known."""
    request = testing.create_req(method=method, path=path, headers=headers)
    told = Told()
    request.uri_template = "/a/{route}"
    request.env |= {"gateway.raw_headers": (("Host", "g"), *headers), "REMOTE_ADDR": peer, OBSERVATION: told}
    try:
        Guards(SessionCookie(), rule()).process_resource(request, Response(), Resource(), {})
    except OriginNotAllowed:
        return False
    finally:
        assert ["/a/{route}"] == told.routes
    return True


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_write_with_the_cookie_says_where_it_comes_from(method: str) -> None:
    """Whatever the method: none is a page's to send without our knowing whose page it is."""
    path = "/api/v1/auth/logout"

    assert not is_let_through(method, path, COOKIE, ("Sec-Fetch-Site", "cross-site"))
    assert not is_let_through(method, path, COOKIE, ("Origin", "http://evil"))
    assert is_let_through(method, path, COOKIE, ("Origin", "http://g"))


def test_nothing_else_needs_to_say_it() -> None:
    """A read, a call with a key, a program that carries no cookie, and one that is no browser."""
    assert is_let_through("POST", "/api/v1/auth/logout", COOKIE)
    assert is_let_through("GET", "/api/v1/auth/session", COOKIE)
    assert is_let_through("POST", "/v1/chat/completions", COOKIE)
    assert is_let_through("POST", "/api/v1/auth/logout")


def test_a_trusted_proxys_word_about_the_scheme_reaches_the_guards() -> None:
    """An http page of the same host signs nobody out of an https gateway."""
    https = ("X-Forwarded-Proto", "https")

    def may_log_out(origin: str) -> bool:
        return is_let_through("POST", "/api/v1/auth/logout", COOKIE, https, ("Origin", origin), peer=PROXY)

    assert may_log_out("https://g")
    assert not may_log_out("http://g")
