"""Refusing forms that another site submits in the visitor's name."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from reference_gateway.admin_ui.visitor import Visitor

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LONGEST = 300
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def is_own_form(visitor: Visitor) -> bool:
    """Whether a form was submitted by one of our own pages.

    Browsers set `Sec-Fetch-Site` and `Origin` themselves, and a page cannot forge either. Whatever is present
    must agree, and a request with neither is refused: every current browser sends `Origin` with a POST. Hosts
    are compared, not schemes: behind something that ends TLS this process may not know its own scheme.
    """
    if visitor.fetch_site not in (None, "same-origin", "none"):
        return False
    if visitor.origin is None:
        return visitor.fetch_site == "same-origin"
    sent = urlsplit(visitor.origin)
    return bool(sent.netloc) and _bare(sent.netloc.lower(), sent.scheme) == _bare(
        visitor.authority, sent.scheme
    )


def refusal(visitor: Visitor) -> str:
    """For the log: what the browser said, and which line of the gateway's config would make it ours."""
    sent = visitor.origin or ""
    told = f"a form of a page of {_quoted(sent)} was refused: this host is {_quoted(visitor.authority)}"
    if not _ORIGIN.fullmatch(sent):
        return told
    return (
        f"{told}; if browsers are to reach the gateway at {_quoted(sent)}, add to its config: "
        f"server.public_base_url: {_quoted(sent)}"
    )


def _quoted(text: str) -> str:
    """As JSON, which is YAML as well, and one line of ASCII whatever is in it."""
    return json.dumps(text[:_LONGEST])


def _bare(authority: str, scheme: str) -> str:
    """An authority without its scheme's default port, which browsers leave out of `Origin`."""
    return authority.removesuffix(_DEFAULT_PORTS.get(scheme, "\0"))
