"""
Taking secrets out of everything that is kept or shown.

A secret becomes a shell variable (`$API_KEY`), so that what remains is still a command a person can
repeat after setting that variable. Three rules, in this order: values the harness itself made up and
knows; header and field names that always carry secrets; shapes that are secrets wherever they stand.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_FIELD = re.compile(
    r'(?P<head>"(?P<name>[a-z_]*(?:password|secret|raw_key|api_key|access_token|refresh_token))"\s*:\s*")'
    r'(?P<value>(?:[^"\\]|\\.)+)"',
    re.IGNORECASE,
)
_FORM_FIELD = re.compile(r"(?P<head>\b[a-z_]*(?:password|secret)=)(?P<value>[^&\s$]+)", re.IGNORECASE)
_GATEWAY_KEY = re.compile(r"(gwk_[^.\s\"']+)\.[^\s\"',;}\\$]+")
_SESSION_TOKEN = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{32}\b")
_URL_PASSWORD = re.compile(r"(\w://[^\s:/@]+:)[^\s@/$]+@")
_BEARER = re.compile(r"(?P<scheme>^\s*\w+\s+)(?P<value>\S.*)$")
_COOKIE_PAIR = re.compile(r"(?P<name>[^\s=;,]+)=(?P<value>[^;\s]*)")
_SECRET_COOKIE = re.compile(r"session|token|auth|sid|key|csrf|secret", re.IGNORECASE)
_LONG_COOKIE_CHARS = 24
_WHOLE_HEADERS = frozenset({"x-api-key", "x-goog-api-key", "anthropic-api-key", "api-key"})

VARIABLE = re.compile(r"\$(?:[A-Z][A-Z0-9_]{2,})\b")
"""How a taken-out secret looks afterwards."""


class Redactor:
    """Knows the secrets of one scenario, and takes them out of text."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<Redactor of {len(self._known)} known secrets>"

    def hide(self, variable: str, secret: str) -> None:
        """From now on *secret* reads as `$variable`. Values under 6 characters would hide innocent text
        and are left alone."""
        if len(secret) >= 6:
            self._known[secret] = f"${variable}"
            self._known[quote(secret, safe="")] = f"${variable}"

    def text(self, text: str) -> str:
        """*text* without secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, self._known[secret])
        text = _FIELD.sub(_field, text)
        text = _FORM_FIELD.sub(r"\g<head>$PASSWORD", text)
        text = _GATEWAY_KEY.sub(r"\1.$API_KEY_SECRET", text)
        text = _SESSION_TOKEN.sub("$SESSION", text)
        return _URL_PASSWORD.sub(r"\1$PASSWORD@", text)

    def header(self, name: str, value: str) -> str:
        """The value of header *name* without secrets.

        Cookies keep short values of harmless names (`theme=dark`), since whether those pass a proxy is
        something people need to see.
        """
        value = self.text(value)
        lowered = name.lower()
        if lowered in {"authorization", "proxy-authorization"}:
            return _BEARER.sub(_credential, value)
        if lowered in _WHOLE_HEADERS and not VARIABLE.search(value):
            return "$API_KEY"
        if lowered == "cookie":
            return _COOKIE_PAIR.sub(_cookie, value)
        if lowered == "set-cookie":
            return _COOKIE_PAIR.sub(_cookie, value, count=1)
        return value


def _field(match: re.Match[str]) -> str:
    value = match["value"]
    if VARIABLE.search(value):
        return match[0]
    return f'{match["head"]}${match["name"].upper()}"'


def _credential(match: re.Match[str]) -> str:
    return match[0] if VARIABLE.search(match["value"]) else f"{match['scheme']}$API_KEY"


def _cookie(match: re.Match[str]) -> str:
    name, value = match["name"], match["value"]
    if not value or VARIABLE.search(value):
        return match[0]
    if _SECRET_COOKIE.search(name) or len(value) > _LONG_COOKIE_CHARS:
        return f"{name}=$SESSION"
    return match[0]
