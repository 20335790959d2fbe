"""What a visitor was given back by the admin UI, or in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from http import HTTPStatus

from contract_harness.clients.http import Reply
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.headers import values_of
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.payloads import Payload

UNAVAILABLE = {
    "error": {
        "type": "ui_unavailable",
        "code": "admin_ui_upstream_unavailable",
        "message": "Admin UI upstream is unavailable",
    }
}
"""Source: observed gateway, 6.6."""


def status_called(phrase: str) -> int:
    """The status with this reason phrase."""
    return next(status.value for status in HTTPStatus if status.phrase == phrase)


def expect_status(reply: Reply, phrase: str) -> None:
    """The status is the one with this reason phrase; what the reason says is the server's own affair."""
    __tracebackhide__ = True
    if reply.status != status_called(phrase):
        raise ContractBreach(
            f"{reply.request} is {status_called(phrase)} {phrase}",
            f"{reply.status} {reply.reason}",
            reply.shown,
        )


def expect_page(reply: Reply) -> None:
    """The simulated admin UI's own page was given."""
    __tracebackhide__ = True
    if reply.status != 200 or reply.body != PAGE:
        raise ContractBreach("the admin UI's own page", f"{reply.status}", reply.shown)


def expect_answer(reply: Reply) -> None:
    """The simulated admin UI's own answer was given: its page, or for a HEAD the page's length."""
    __tracebackhide__ = True
    if not reply.request.startswith("HEAD "):
        expect_page(reply)
    elif reply.status != 200 or reply.body or reply.header("content-length") not in {str(len(PAGE)), None}:
        raise ContractBreach("the page's head and no body", f"{reply.status}, {reply.headers}", reply.shown)


def expect_payload(reply: Reply, payload: Payload) -> None:
    """The body is exactly this one."""
    __tracebackhide__ = True
    digest = hashlib.sha256(reply.body).hexdigest()
    if reply.status != 200 or digest != payload.sha256:
        raise ContractBreach(
            f"200 with {payload.length} bytes, sha256 {payload.sha256[:12]}…",
            f"{reply.status} with {len(reply.body)} bytes, sha256 {digest[:12]}…",
            repr(reply.body[:200]),
        )


def expect_headers(reply: Reply, headers: Iterable[tuple[str, str]]) -> None:
    """Each of these headers is there once, with exactly this value."""
    __tracebackhide__ = True
    for name, value in headers:
        observed = reply.headers_named(name)
        if observed != [value]:
            raise ContractBreach(f"the visitor receives {name}: {value}", f"{observed or 'no such header'}")


def expect_without(reply: Reply, names: Iterable[str], sent: Sequence[tuple[str, str]]) -> None:
    """Of the headers that the admin UI *sent*, none with these names came with its value."""
    __tracebackhide__ = True
    for name in names:
        was_sent = set(values_of(name, sent))
        observed = reply.headers_named(name)
        if was_sent & set(observed):
            raise ContractBreach(f"{name} stops at the gateway", f"the visitor receives {name}: {observed}")


def expect_cookies(reply: Reply, cookies: Sequence[str]) -> None:
    """Exactly these Set-Cookie lines, in this order."""
    __tracebackhide__ = True
    observed = reply.headers_named("set-cookie")
    if observed != list(cookies):
        raise ContractBreach(f"{len(cookies)} cookies, each as it was set: {list(cookies)}", f"{observed}")


def expect_redirect(reply: Reply, *, phrase: str, location: str, cookie: str) -> None:
    """The redirect is the admin UI's: its status, its Location to the letter, its cookie."""
    __tracebackhide__ = True
    observed = (reply.status, reply.headers_named("location"), reply.headers_named("set-cookie"))
    promised = (status_called(phrase), [location], [cookie])
    if observed != promised:
        raise ContractBreach(
            "status {}, Location {}, Set-Cookie {}".format(*promised),
            "status {}, Location {}, Set-Cookie {}".format(*observed),
            reply.shown,
        )


def expect_unavailable(reply: Reply) -> None:
    """The unavailable document, to the letter.

    Source: observed gateway, 6.6.
    """
    __tracebackhide__ = True
    kind = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    if reply.status != 503 or kind != "application/json":
        raise ContractBreach(
            "503 application/json", f"{reply.status} {kind or 'without a type'}", reply.shown
        )
    if reply.json() != UNAVAILABLE:
        raise ContractBreach(f"the unavailable document {UNAVAILABLE}", "another one", reply.shown)


def expect_about(reply: Reply, limit_s: float, *, grace_s: float) -> None:
    """The answer took at least three quarters of the limit, and at most *grace_s* longer than it."""
    __tracebackhide__ = True
    if not 0.75 * limit_s <= reply.elapsed_s <= limit_s + grace_s:
        raise ContractBreach(f"an answer after about {limit_s:g} s", f"after {reply.elapsed_s:.3g} s")


def expect_not_whole(reply: RawReply) -> None:
    """The visitor can tell: no answer, one that is cut, or one that says that it failed."""
    __tracebackhide__ = True
    if reply.complete and reply.status < 500:
        raise ContractBreach(
            "an answer that is cut, or says that it failed",
            f"{reply.status} {reply.reason} with {len(reply.body)} bytes that look whole",
            repr(reply.head),
        )
