"""Whom the admin API and the pages take the holder of a cookie for, and what that cookie is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.evidence.wording import plain
from contract_harness.expect.replies import data_of, entries_of, user_of
from contract_harness.expect.visits import Visit, page_of
from contract_harness.tables import Pairs
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.loaders import NOBODY

NO_PAGE = "the admin UI's server"
"""It is no browser: it has a cookie, and tells of no page."""
_CHANGES: Mapping[str, tuple[str, Mapping[str, str] | None]] = {
    "a sign-out": ("/api/v1/auth/logout", None),
    "a password change": (
        "/api/v1/auth/password/change",
        {"current_password": "nobody's password", "new_password": "somebody else's password"},
    ),
}
"""What a page may ask for in a visitor's name: a path and a document."""
_AS_PLAIN = "{as without the headers}"
"""How a feature says that the headers of a sign-in make no difference to an attribute."""


def expect_lists_keys(visit: Visit, admin: AdminApi) -> None:
    """The page shows the name of every key that the API lists for the same admin."""
    __tracebackhide__ = True
    names = [str(key.get("name")) for key in entries_of(admin.list_api_keys(), "items")]
    if not names:
        raise NotObservable("this gateway has no key that a page could list")
    words = page_of(visit[1]).words
    missing = [name for name in names if " ".join(name.split()) not in words]
    if missing:
        raise ContractBreach(
            f"the page lists {', '.join(names)}", f"{', '.join(missing)} missing", words[:400]
        )


def expect_signed_in(admin: AdminApi, email: str) -> None:
    """The admin API says who the holder of the cookies is."""
    __tracebackhide__ = True
    session = data_of(admin.session())
    observed = NOBODY if session is None else plain(user_of(session).get("email"), "nobody by email")
    if observed != email:
        raise ContractBreach(f"the admin API knows {email}", f"it knows {observed}")


def sign_in(admin: AdminApi, credentials: Credentials, headers: Iterable[tuple[str, str]] = ()) -> Reply:
    """The admin signs in at the API, with these headers, and is somebody from then on; the answer.

    Raises:
        ContractBreach: the admin was not let in.
    """
    __tracebackhide__ = True
    reply = admin.sign_in(credentials.admin_email, credentials.admin_password, headers=headers)
    data_of(reply)
    return reply


def asked_for_by(page: str, what: str, admin: AdminApi) -> Reply:
    """A change as the browser sends it for a page of *page*; the cookie is kept, whatever the answer."""
    __tracebackhide__ = True
    path, document = _CHANGES[what]
    headers = [("Cookie", admin.cookie_header), *_origins(admin.http.origin)[page]]
    return admin.http.send("POST", path, headers=headers, json=document)


def _origins(own: str) -> Mapping[str, Pairs]:
    """What a browser says of a page, by whose page it is; *own* is the gateway's origin."""
    parts = urlsplit(own)
    return {
        "another site": [("Origin", "https://elsewhere.example")],
        "another port": [("Origin", f"{parts.scheme}://{parts.hostname}:1")],
        "a longer name": [("Origin", f"{own}.elsewhere.example")],
        "a longer port": [("Origin", f"{own}0")],
        "a name before this one": [("Origin", f"{parts.scheme}://elsewhere-{parts.netloc}")],
        "a person before another name": [("Origin", f"{own}@elsewhere.example")],
        "another site with this in its path": [("Origin", f"https://elsewhere.example/{parts.netloc}")],
        "no site, as in a sandbox": [("Origin", "null")],
        "an empty origin": [("Origin", "")],
        "another site, without an origin": [("Sec-Fetch-Site", "cross-site")],
        "a neighbour, without an origin": [("Sec-Fetch-Site", "same-site")],
        NO_PAGE: [],
        "this origin": [("Origin", own)],
        "this origin and site": [("Origin", own), ("Sec-Fetch-Site", "same-origin")],
    }


def expect_opens(admin: AdminApi, credentials: Credentials, password: str, *, opens: bool) -> None:
    """Whoever signs in with this password is let in, or is not."""
    __tracebackhide__ = True
    reply = admin.sign_in(credentials.admin_email, password)
    if (reply.status == 200) != opens:
        promised = "is let in" if opens else "is not let in"
        raise ContractBreach(f"the holder of this password {promised}", str(reply.status), reply.shown)


def called(who: str, credentials: Credentials) -> str:
    """The email of "the admin"; "nobody" is called nobody."""
    return {"the admin": credentials.admin_email, NOBODY: NOBODY}[who]


def expect_session_cookie(reply: Reply, promised: Pairs, *, plain: Callable[[], Reply]) -> None:
    """One cookie was set, and each attribute has one of the values promised, parted by " or ".

    `(absent)` stands for an attribute that is not there, `(set)` for one without a value, and
    `{as without the headers}` for what it has at a *plain* sign-in. Names and values are compared without
    regard to case.
    """
    __tracebackhide__ = True
    attributes = _cookie_of(reply)
    for name, values in promised:
        wanted = _value(name, _cookie_of(plain())) if values == _AS_PLAIN else values
        observed = _value(name, attributes)
        if observed not in wanted.lower().split(" or "):
            found = "; ".join(f"{one}={value}" for one, value in attributes.items())
            raise ContractBreach(f"the session cookie has {name} {wanted}", f"{name} {observed}", found)


def _cookie_of(reply: Reply) -> dict[str, str]:
    """The attributes of the one cookie that was set."""
    __tracebackhide__ = True
    cookies = reply.headers_named("set-cookie")
    if len(cookies) != 1:
        raise ContractBreach("a sign-in or a sign-out sets one cookie", f"it sets {len(cookies)}")
    return _attributes(cookies[0])


def _value(name: str, attributes: Mapping[str, str]) -> str:
    return attributes.get(name.lower(), "(absent)")


def _attributes(cookie: str) -> dict[str, str]:
    """Those of a Set-Cookie line, in lower case; of equal names the last one counts, as in a browser."""
    parts = (part.strip().lower().partition("=") for part in cookie.split(";")[1:])
    return {name: value or "(set)" for name, _, value in parts}
