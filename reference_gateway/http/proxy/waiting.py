"""
A browser that waits for a slow admin UI: soon it is shown a page, and then it is given what it waits for.

The page asks for its own address again and stays while that is waited for, in full this time. A cookie tells
the two apart: whoever takes none could not sign in either, and `Referer` is not sent with every such reload.
"""

import hashlib

from reference_gateway.http import rfc9112
from reference_gateway.http.pages.negotiation import is_navigation
from reference_gateway.http.pages.notices import TRY_AGAIN, Notice
from reference_gateway.http.proxy.rules import Inbound

SHOWN_AFTER_S = 1.2
"""Promised are two seconds, on the clock of a visitor who also has a network and a browser."""

COOKIE = "gateway_waiting"
KEPT_S = 30
"""The page asks again as soon as it has arrived."""

NOTICE = Notice(
    status=503,
    code="admin_ui_upstream_unavailable",
    title="The admin UI is taking its time",
    text="The gateway is running and waits for the admin UI. This page gives way to the answer by itself.",
    way_on=TRY_AGAIN,
    is_waiting=True,
)


def may_be_shown(inbound: Inbound) -> bool:
    """Whether a browser waits for a page, and has not been shown just now that this one is slow."""
    return is_navigation(inbound.method, inbound.headers) and not _was_shown(inbound)


def cookie(inbound: Inbound) -> str:
    """What the browser brings along when it asks for the same address again."""
    return f"{COOKIE}={_mark(inbound)}; Path=/; HttpOnly; SameSite=Lax; Max-Age={KEPT_S}"


def _was_shown(inbound: Inbound) -> bool:
    sent = ";".join(rfc9112.values_of("cookie", inbound.headers))
    if COOKIE not in sent:
        return False
    return f"{COOKIE}={_mark(inbound)}" in (pair.strip() for pair in sent.split(";"))


def _mark(inbound: Inbound) -> str:
    """Of the address, so that a page in another tab is not taken for this one."""
    return hashlib.sha256(inbound.target.encode("latin-1")).hexdigest()[:16]
