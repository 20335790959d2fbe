"""What a person sees who opens a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from contract_harness.clients.admin import AdminApi
from contract_harness.clients.http import Reply
from contract_harness.clients.pages import Page
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.answers import expect_page
from contract_harness.expect.replies import data_of, entries_of, user_of
from contract_harness.expect.surfaces import expect_own_not_found
from contract_harness.patience import eventually
from contract_harness.scenes.visitor import Visitor
from contract_harness.targets.credentials import Credentials
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.http_server import Upstream

Visit = tuple[str, Reply]
"""The target that answered at last, and its answer."""


def page_of(reply: Reply) -> Page:
    """The page an answer is.

    Raises:
        ContractBreach: it is none.
    """
    __tracebackhide__ = True
    if reply.status != 200 or "text/html" not in (reply.header("content-type") or "").lower():
        raise ContractBreach(
            f"{reply.request} is a page", f"{reply.status} {reply.header('content-type')}", reply.shown
        )
    return Page(reply.text)


def expect_sign_in_page(visit: Visit) -> None:
    """The page asks for an email address and a password."""
    __tracebackhide__ = True
    target, reply = visit
    if not page_of(reply).asks_to_sign_in():
        raise ContractBreach("the visit ends at the sign-in page", f"it ends at {target}", reply.shown)


def expect_no_sign_in_page(visit: Visit) -> None:
    """The page is another one than the sign-in page."""
    __tracebackhide__ = True
    target, reply = visit
    if page_of(reply).asks_to_sign_in():
        raise ContractBreach("the admin is let in", f"asked to sign in, at {target}", reply.shown)


def expect_sent_to_sign_in(visitor: Visitor, reply: Reply) -> None:
    """The answer is a redirect, on this origin, to the sign-in page."""
    __tracebackhide__ = True
    location = reply.header("location")
    if not 300 <= reply.status < 400 or location is None:
        raise ContractBreach("a redirect reaches the browser", f"{reply.status} {reply.reason}", reply.shown)
    there = urlsplit(urljoin(visitor.origin + visitor.base_path + "/", location))
    if f"{there.scheme}://{there.netloc}" != visitor.origin:
        raise ContractBreach(f"a redirect on {visitor.origin}", f"to {location}")
    target = there.path + (f"?{there.query}" if there.query else "")
    expect_sign_in_page((target, visitor.ask(target)))


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


def sign_in_on_the_page(visitor: Visitor, email: str, password: str) -> Visit:
    """Go to the sign-in page, fill in its form as a person would, and follow where that leads.

    Raises:
        ContractBreach: there is no sign-in page.
        NotObservable: its form works only with scripts.
    """
    __tracebackhide__ = True
    visitor.http.evidence.hide("PASSWORD", password)
    visit = visitor.follow("/login")
    expect_sign_in_page(visit)
    path, form = page_of(visit[1]).sign_in(at=visit[0], email=email, password=password)
    return visitor.submit(path, form)


def expect_let_in(admin: AdminApi, credentials: Credentials) -> None:
    """The admin signs in at the API and is somebody from then on."""
    __tracebackhide__ = True
    data_of(admin.sign_in(credentials.admin_email, credentials.admin_password))


def sign_out_keeping_the_cookie(admin: AdminApi) -> None:
    """Sign out at the API, with a browser that does not forget its cookie."""
    __tracebackhide__ = True
    kept = dict(admin.cookies)
    data_of(admin.sign_out())
    admin.cookies.update(kept)


def sign_out_asked_for_by(asker: str, admin: AdminApi) -> Reply:
    """A sign-out with the admin's cookie, as the browser sends it for a page of *asker*."""
    __tracebackhide__ = True
    own = admin.http.origin
    origins = {
        "a page of another site": [("Origin", "https://elsewhere.example")],
        "a page of another port": [("Origin", own.rpartition(":")[0] + ":1")],
        "a page without an origin": [],
        "a page of this origin": [("Origin", own)],
    }
    headers = [("Cookie", admin.cookie_header), *origins[asker]]
    return admin.http.send("POST", "/api/v1/auth/logout", headers=headers)


def expect_own_pages(visitor: Visitor, count: int) -> None:
    """Each of the next visitors is given the admin UI's own page."""
    __tracebackhide__ = True
    for _ in range(count):
        expect_page(visitor.open())


def expect_served_soon(visitor: Visitor, *, within_s: float) -> None:
    """The admin UI's own page is given, at the latest within *within_s*."""
    __tracebackhide__ = True

    def is_served() -> bool:
        reply = visitor.open()
        return reply.status == 200 and reply.body == PAGE

    eventually(is_served, within_s=within_s, what="a page of the admin UI that is up again")


def expect_served_below(visitor: Visitor, upstream: Upstream) -> None:
    """The base path, and what is below it, is the admin UI's and arrives as it is."""
    __tracebackhide__ = True
    targets = [path or "/" for path in (visitor.base_path, f"{visitor.base_path}/api-keys?page=2")]
    for target in targets:
        expect_page(visitor.ask(target))
    observed = [one.target for one in upstream.received]
    if observed != targets:
        raise ContractBreach(f"the admin UI is asked for {targets}", f"for {observed}")


def expect_not_served_below(visitor: Visitor) -> None:
    """Neither this path nor what is below it is anybody's."""
    __tracebackhide__ = True
    for path in ("", "/api-keys"):
        expect_own_not_found(visitor.open(path))


def expect_says(reply: Reply, words: str) -> None:
    """The page says exactly this."""
    __tracebackhide__ = True
    observed = page_of(reply).words
    if observed != words:
        raise ContractBreach(f"the page says {words}", f"it says {observed}")


def expect_greeted(replies: Mapping[str, Reply]) -> None:
    """Each visitor, named by cookie, is greeted by that very name."""
    __tracebackhide__ = True
    for cookie, reply in replies.items():
        expect_says(reply, cookie)


def expect_signed_in(admin: AdminApi, email: str | None) -> None:
    """The admin API says who the holder of the cookies is; None for nobody."""
    __tracebackhide__ = True
    session = data_of(admin.session())
    observed = None if session is None else str(user_of(session).get("email"))
    if observed != email:
        raise ContractBreach(f"the admin API knows {email or 'nobody'}", f"it knows {observed or 'nobody'}")


def expect_cookie_of_the_origin(cookies: Sequence[str]) -> None:
    """One session cookie: for every path, of this host alone, hidden from scripts and other sites' posts.

    Source: observed gateway, 2.3.
    """
    __tracebackhide__ = True
    if len(cookies) != 1:
        raise ContractBreach("a sign-in sets one cookie", f"it sets {len(cookies)}")
    attributes = {part.strip().lower() for part in cookies[0].split(";")[1:]}
    wanted = {"path=/", "httponly"}
    stray = [one for one in attributes if one.startswith("domain=")]
    same_site = attributes & {"samesite=lax", "samesite=strict"}
    if not wanted <= attributes or stray or not same_site:
        raise ContractBreach("Path=/; HttpOnly; SameSite=Lax, and no Domain", "; ".join(sorted(attributes)))
