"""What a visitor was given back by the admin UI, or in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from contract_harness.clients.headers import values_of
from contract_harness.clients.http import Reply
from contract_harness.clients.raw_reply import RawReply
from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import lines, octets, plain
from contract_harness.expect.arrivals import values_told
from contract_harness.scenes.written import NONE
from contract_harness.upstreams.admin_ui import PAGE
from contract_harness.upstreams.payloads import Payload


def status_called(phrase: str) -> int:
    """The status with this reason phrase."""
    return next(status.value for status in HTTPStatus if status.phrase == phrase)


def expect_status(reply: Reply | RawReply, phrase: str) -> None:
    """The status is the one with this reason phrase; what the reason says is the server's own affair."""
    __tracebackhide__ = True
    if reply.status != status_called(phrase):
        raise ContractBreach(
            f"the visitor receives {status_called(phrase)} {phrase}",
            _status(reply),
            reply.text[:500],
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
        raise ContractBreach("the page's head and no body", reply.line, lines(reply.headers))


def expect_no_page(reply: Reply) -> None:
    """The answer is nothing a browser would show as a page."""
    __tracebackhide__ = True
    kind = reply.header("content-type") or ""
    if "html" in kind.lower() or reply.text.lstrip()[:9].lower() in {"<!doctype", "<html>"}:
        raise ContractBreach(
            f"{reply.request} is answered without a page",
            f"a page ({kind or 'without a content-type'})",
            reply.shown,
        )


def expect_own_not_found(reply: Reply) -> None:
    """The gateway itself says that there is nothing: a 404 that is no page."""
    __tracebackhide__ = True
    expect_status(reply, "Not Found")
    expect_no_page(reply)


def expect_payload(reply: Reply, payload: Payload) -> None:
    """The body is exactly this one, whatever the status; nobody would make it up."""
    __tracebackhide__ = True
    digest = hashlib.sha256(reply.body).hexdigest()
    if digest != payload.sha256:
        raise ContractBreach(
            f"a body of {payload.length} bytes, sha256 {payload.sha256[:12]}…",
            f"{reply.status} with {len(reply.body)} bytes, sha256 {digest[:12]}…",
            octets(reply.body, 200),
        )


def expect_headers(
    reply: Reply | RawReply, headers: Mapping[str, Sequence[str]], *, who: str = "the visitor"
) -> None:
    """Each of these headers is there with exactly these values, each on a line of its own, in order."""
    __tracebackhide__ = True
    for name, values in headers.items():
        observed = reply.headers_named(name)
        if observed != [value for value in values if value != NONE]:
            raise ContractBreach(f"{who} receives {name}: {values_told(values)}", values_told(observed))


def expect_without(reply: Reply, names: Iterable[str], sent: Sequence[tuple[str, str]]) -> None:
    """Of the headers that the admin UI *sent*, none with these names came with its value."""
    __tracebackhide__ = True
    for name in names:
        was_sent = set(values_of(name, sent))
        observed = reply.headers_named(name)
        if was_sent & set(observed):
            raise ContractBreach(
                f"{name} stops at the gateway", f"the visitor receives {name}: {plain(observed)}"
            )


def _status(reply: Reply | RawReply) -> str:
    return reply.line if isinstance(reply, RawReply) else f"{reply.status} {reply.reason}".rstrip()
