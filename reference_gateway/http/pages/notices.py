"""Refusals as pages: each is whole in itself, asks for nothing else, and works without scripts."""

import base64
import hashlib
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from http import HTTPStatus
from importlib import resources
from string import Template
from typing import Self

from reference_gateway.domain.errors import GatewayError, UpstreamHttpError
from reference_gateway.http.refusals import UnknownPath

Headers = list[tuple[str, str]]

RETRY_AFTER_S = {429: 60, 503: 5}
"""When a program that we told this status may come back; a person is shown a button."""

TRY_AGAIN = ("Try again", "")
"""An empty address is the page's own."""
HOME = ("Go to the admin UI", "/")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page says."""

    status: int
    code: str
    title: str
    text: str
    way_on: tuple[str, str]
    """The words and the address of its one link."""
    is_waiting: bool = False
    """It loads its own address at once, and is shown until that answers."""

    @property
    def status_line(self) -> str:
        """`404 Not Found`"""
        return f"{self.status} {HTTPStatus(self.status).phrase}"

    @property
    def headers(self) -> Headers:
        """What goes with it, its length aside."""
        policy = (
            f"default-src 'none'; style-src '{_digest(_style())}'; base-uri 'none'; frame-ancestors 'none'"
        )
        found = [
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", policy),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
        ]
        retry_after_s = RETRY_AFTER_S.get(self.status)
        return found + ([("retry-after", str(retry_after_s))] if retry_after_s else [])

    def below(self, prefix: str) -> Self:
        """The same, where a proxy took *prefix* away in front of our paths."""
        words, address = self.way_on
        return replace(self, way_on=(words, prefix + address)) if address else self

    def page(self, request_id: str) -> bytes:
        """The document; it names the request, for whoever looks for it in a log."""
        words, address = self.way_on
        shown = {
            "title": self.title,
            "text": self.text,
            "status": str(self.status),
            "code": self.code,
            "request_id": request_id,
            "words": words,
            "address": address,
        }
        return (
            _template()
            .substitute(
                {name: escape(text) for name, text in shown.items()},
                style=_style(),
                refresh='<meta http-equiv="refresh" content="0">' if self.is_waiting else "",
                layout="waiting" if self.is_waiting else "told",
            )
            .encode()
        )


def retry_after(error: GatewayError) -> str | None:
    """When a program that was told *error* may come back; what a provider refuses, it alone can say."""
    if isinstance(error, UpstreamHttpError):
        return error.retry_after
    seconds = RETRY_AFTER_S.get(error.status)
    return str(seconds) if seconds else None


def notice_of(error: GatewayError) -> Notice:
    """What a person is told of *error*."""
    if isinstance(error, UnknownPath):
        return Notice(error.status, error.code, "Page not found", "There is no page at this address.", HOME)
    title = HTTPStatus(error.status).phrase
    way_on = TRY_AGAIN if error.status >= 500 else HOME
    return Notice(error.status, error.code, title, _sentence(str(error)), way_on)


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:] + ("" if message[-1:] in ".!?" else ".")


@cache
def _template() -> Template:
    return Template(_read("notice.html"))


@cache
def _style() -> str:
    return _read("notice.css")


@cache
def _digest(style: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def _read(name: str) -> str:
    return resources.files("reference_gateway.http.pages").joinpath(name).read_text("utf-8").strip()
