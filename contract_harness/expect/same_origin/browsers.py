"""What a browser was shown where it asked for a page and met something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from contract_harness.clients.http import Reply
from contract_harness.clients.pages import Page
from contract_harness.errors import ContractBreach
from contract_harness.expect.same_origin.answers import expect_status
from contract_harness.patience import expect_undelayed

_REFUSAL = "a refusal"
_STYLE_LOADS = re.compile(r"""@import|url\((?!\s*['"]?data:)""", re.IGNORECASE)


def expect_own_page(reply: Reply, phrase: str) -> None:
    """A page with the status of this *phrase*, which says something and can be shown without asking again.

    Args:
        phrase: of HTTP, or `a refusal` for whatever 4xx it is.
    """
    __tracebackhide__ = True
    if phrase != _REFUSAL:
        expect_status(reply, phrase)
    elif not 400 <= reply.status < 500:
        raise ContractBreach(f"{reply.request} is refused", f"{reply.status} {reply.reason}", reply.shown)
    kind = (reply.header("content-type") or "").lower()
    page = Page(reply.text)
    if "text/html" not in kind or not page.words:
        raise ContractBreach(f"{reply.request} is a page", kind or "an answer without a type", reply.shown)
    loads = page.loads + _STYLE_LOADS.findall(reply.text)
    if loads:
        raise ContractBreach("a page that is whole in itself", f"it loads {', '.join(loads)}", reply.shown)


def expect_retry_after(reply: Reply) -> None:
    """`Retry-After` is there, in seconds or as a date (RFC 9110, 10.2.3)."""
    __tracebackhide__ = True
    said = reply.header("retry-after")
    if said is None or not (said.isdigit() or _date(said)):
        raise ContractBreach("Retry-After: seconds or a date", said or "no such header", reply.shown)


def expect_within(reply: Reply, limit_s: float, probe: Callable[[], Reply]) -> None:
    """The whole answer was there in this time, or on a slow machine in that beside what a *probe* takes."""
    __tracebackhide__ = True
    expect_undelayed(
        reply.elapsed_s,
        limit_s,
        control=lambda: probe().elapsed_s,
        promised="a browser is answered while the admin UI is slow",
        detail=reply.shown,
    )


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
