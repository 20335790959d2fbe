"""What a visitor's request brings along that the gateway must be told."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Self

from falcon import Request

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+")
_FORWARDED = ("x-forwarded-host", "x-forwarded-proto", "x-forwarded-origin")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visitor's request, reduced to what travels on with the calls made for it."""

    request_id: str
    """The id the gateway gave the page, so that a page and the calls behind it share one id in the logs."""
    authority: str
    """``host[:port]`` the browser sees, lower-case: the gateway's word when proxied, else ``Host``."""
    cookie: str | None = field(default=None, repr=False)
    forwarded: tuple[tuple[str, str], ...] = ()
    prefix: str = ""
    """The path that something in front of the gateway took away; our addresses begin with it."""
    origin: str | None = None
    fetch_site: str | None = None

    @classmethod
    def of(cls, req: Request) -> Self:
        """Read a request's headers; nothing is decided here."""
        forwarded = tuple((name, value) for name in _FORWARDED if (value := req.get_header(name)))
        request_id = req.get_header("x-request-id") or ""
        return cls(
            request_id=request_id if _is_request_id(request_id) else str(uuid.uuid4()),
            authority=(dict(forwarded).get("x-forwarded-host") or req.get_header("host") or "").lower(),
            cookie=req.get_header("cookie"),
            forwarded=forwarded,
            prefix=_prefix(req.get_header("x-forwarded-prefix") or ""),
            origin=req.get_header("origin"),
            fetch_site=req.get_header("sec-fetch-site"),
        )

    @property
    def public_host(self) -> str | None:
        """``host[:port]`` the gateway was visited by; None when the visit is direct, or it is no host."""
        host = dict(self.forwarded).get("x-forwarded-host", "")
        return host if _HOST.fullmatch(host) else None

    @property
    def scheme(self) -> str | None:
        """``http`` or ``https`` as the gateway says; None when the visit is direct."""
        return dict(self.forwarded).get("x-forwarded-proto")


def _prefix(text: str) -> str:
    return text if _PREFIX.fullmatch(text) and not {".", ".."} & set(text.split("/")) else ""


def _is_request_id(text: str) -> bool:
    return 1 <= len(text) <= 128 and all("!" <= letter <= "~" for letter in text)
