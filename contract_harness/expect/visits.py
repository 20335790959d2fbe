"""What a person sees who opens a page."""

from __future__ import annotations

from contract_harness.clients.http import Reply
from contract_harness.clients.pages import Page
from contract_harness.errors import ContractBreach
from contract_harness.scenes.visitor import Visitor

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


def change_password_on_the_page(visitor: Visitor, current: str, new: str) -> Visit:
    """Go to the page for it, fill in its form as a person would, and follow where that leads.

    Raises:
        ContractBreach: there is no such page for this visitor.
        NotObservable: its form works only with scripts.
    """
    __tracebackhide__ = True
    visit = visitor.follow("/change-password")
    expect_no_sign_in_page(visit)
    path, form = page_of(visit[1]).change_password(at=visit[0], current=current, new=new)
    return visitor.submit(path, form)


def expect_says(reply: Reply, words: str) -> None:
    """The page says exactly this."""
    __tracebackhide__ = True
    observed = page_of(reply).words
    if observed != words:
        raise ContractBreach(f"the page says {words}", f"it says {observed}")
