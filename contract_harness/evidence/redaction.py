"""
Taking secrets out of everything that is kept or shown.

A secret becomes a shell variable (`$API_KEY`), so that what remains is still a command a person can
repeat after setting that variable. Three rules, in this order: values the harness made up, was given or has
met as a secret before; header and field names that always carry secrets; shapes that are secrets wherever
they stand. A secret is a value: what only names one (`env.PASSWORD`, `${PASSWORD}`, the field `password`)
stays, since whoever reads a refusal needs the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count

from contract_harness.evidence.secret_forms import ENCODED, cores_of, forms_of

_FIELD = re.compile(
    r'(?P<head>(?P<mark>\\?")(?P<name>[a-z_]{0,40}(?:password|secret|raw_key|api_key|token))'
    r'(?P=mark)\s*:\s*(?P=mark))(?P<value>(?:[^"\\]|\\[^"]|(?<!\\)\\")+?)(?P=mark)',
    re.IGNORECASE,
)
_FORM_FIELD = re.compile(
    r"(?P<head>\b(?P<name>[a-z_]{0,40}(?:password|secret|raw_key|api_key|token))=)"
    r"(?P<value>[^&;\s$\"']+)",
    re.IGNORECASE,
)
_GATEWAY_KEY = re.compile(r"(gwk_[^.\s\"']{1,200})\.([^\s\"',;}\\$&<]+)")
_SESSION_TOKEN = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{32}\b")
_URL_PASSWORD = re.compile(r"(\w://[^\s:/@]*:)([^\s@/$]+)@")
_BEARER = re.compile(r"(?P<scheme>^\s*\w+\s+)(?P<value>\S.*)$")
_COOKIE_PAIR = re.compile(r"(?P<name>[^\s=;,]+)=(?P<value>[^;\s]*)")
_SECRET_COOKIE = re.compile(r"session|token|auth|sid|key|csrf|secret", re.IGNORECASE)
_LONG_COOKIE_CHARS = 24
_SECRET_HEADER = re.compile(r"(?P<kind>api-?key|token|secret|password)$")
_LEAST_KNOWN_CHARS = 6
"""Shorter values would hide innocent text."""
_MET_CHARS = range(12, 513)
"""A value that only stood in a secret place is looked for elsewhere when it is this long: a shorter one may
be a common word, a longer one is no secret but a document."""

# Without braces a `$` may well be the first character of a password.
_REFERENCE = re.compile(
    r"env\.[A-Za-z_]\w*|\$\{[A-Za-z_]\w*(?::?\?[^{}]*)?\}|[A-Z][A-Z0-9_]*_(?:PASSWORD|TOKEN|SECRET|KEY)",
    re.ASCII,
)
_FIELDS = frozenset({"password", "new_password", "current_password", "secret", "raw_key", "api_key", "token"})
_LITERAL = "literal."
"""What a config writes before a value that stands there itself."""

_NAME = "[A-Z][A-Z0-9_]{2,}"
_EDGE_CHARS = 16
"""So much of the beginning or the end of a longer secret is still that secret."""

VARIABLE = re.compile(rf"\$(?:{_NAME}\b|\{{{_NAME}\}})")
"""How a taken-out secret looks afterwards; in braces where a letter follows it."""


class Redactor:
    """Knows the secrets of one scenario, and takes them out of text. Safe to use from several threads."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._cores: dict[str, str] = {}
        self._edges: dict[str, tuple[str, str]] = {}
        self.variables: set[str] = set()
        """The names, without `$`, that stand for something in what was given back so far."""
        self.values: dict[str, str] = {}
        """What to set each name to, for whoever types what was given back."""

    def __repr__(self) -> str:
        return f"<Redactor of {len(self._known)} known secrets>"

    def hide(self, variable: str, secret: str) -> None:
        """From now on *secret*, in every form it may be written in, reads as `$variable`, or with a number
        behind it (`$SESSION_2`) when that stands for another one. Values under 6 characters are left alone,
        and so are names: of a variable that is referred to, or of a field."""
        secret = secret.removeprefix(_LITERAL)
        if len(secret) < _LEAST_KNOWN_CHARS or secret in self._known or is_name(secret):
            return
        variable = numbered(self.values, variable, secret)
        # New mappings and no change to the old ones: another thread may be reading those.
        self._known = dict.fromkeys(forms_of(secret), variable) | self._known
        self._cores = dict.fromkeys(cores_of(secret), f"{variable}_BASE64") | self._cores
        self._edges = _edges_of(self._known | self._cores) | self._edges

    def text(self, text: str) -> str:
        """*text* without secrets."""
        before = self._known
        text = self.without_known(text)
        text = _FIELD.sub(self._field, text)
        text = _FORM_FIELD.sub(self._form_field, text)
        text = _GATEWAY_KEY.sub(lambda match: f"{match[1]}.{self._met('API_KEY_SECRET', match[2])}", text)
        text = _SESSION_TOKEN.sub(lambda match: self._met("SESSION", match[0]), text)
        text = _URL_PASSWORD.sub(lambda match: f"{match[1]}{self._met('PASSWORD', match[2])}@", text)
        return text if before is self._known else self.without_known(text)

    def header(self, name: str, value: str) -> str:
        """The value of header *name* without secrets.

        Cookies keep short values of harmless names (`theme=dark`), since whether those pass a proxy is
        something people need to see.
        """
        value = self.text(value)
        lowered = name.lower()
        if lowered in {"authorization", "proxy-authorization"}:
            return _BEARER.sub(self._credential, value)
        if (named := _SECRET_HEADER.search(lowered)) and not VARIABLE.search(value):
            return self._met("API_KEY" if "key" in named["kind"] else named["kind"].upper(), value)
        if lowered == "cookie":
            return _COOKIE_PAIR.sub(self._cookie, value)
        if lowered == "set-cookie":
            return _COOKIE_PAIR.sub(self._cookie, value, count=1)
        return value

    def without_known(self, text: str) -> str:
        """*text* without the secrets that are known, whatever it looks like."""
        known, cores = self._known, self._cores
        # Looking for each is much faster than matching any, and mostly there is none.
        if any(form in text for form in known):
            plain = re.compile(_any_of(known))
            text = plain.sub(lambda match: self._shown(known[match[0]], match), text)
        if any(core in text for core in cores):
            whole = re.compile(f"(?<!{ENCODED}){ENCODED}*?({_any_of(cores)}){ENCODED}*={{0,2}}")
            text = whole.sub(lambda match: self._shown(self._named(cores[match[1]], match[0]), match), text)
        for edge, (form, variable) in self._edges.items():
            if edge in text:
                text = self._without_clipped(text, edge, form, variable)
        return text

    def _without_clipped(self, text: str, edge: str, form: str, variable: str) -> str:
        """*text* without what is left of *form* where somebody cut it off, behind or before *edge*."""
        while (at := text.find(edge)) >= 0:
            begin, end = at, at + len(edge)
            if form.startswith(edge):
                end = at + _shared_length(text[at : at + len(form)], form)
            else:
                begin = end - _shared_length(text[max(0, end - len(form)) : end][::-1], form[::-1])
            text = text[:begin] + self._variable(variable, text[end : end + 1]) + text[end:]
        return text

    def _shown(self, variable: str, match: re.Match[str]) -> str:
        return self._variable(variable, match.string[match.end() : match.end() + 1])

    def _variable(self, name: str, after: str) -> str:
        self.variables.add(name)
        return f"${{{name}}}" if after.isalnum() or after == "_" else f"${name}"

    def _met(self, variable: str, secret: str) -> str:
        """What to show for *secret*, which is known from now on: it may come back in a log."""
        if _REFERENCE.fullmatch(secret):
            return secret
        prefix = _LITERAL if secret.startswith(_LITERAL) else ""
        if len(secret) - len(prefix) in _MET_CHARS:
            self.hide(variable, secret)
        plain = secret.removeprefix(prefix)
        name = self._known.get(plain) or self._named(variable, plain)
        self.variables.add(name)
        return f"{prefix}${name}"

    def _named(self, variable: str, value: str) -> str:
        return numbered(self.values, variable, value)

    def _field(self, match: re.Match[str]) -> str:
        if VARIABLE.search(match["value"]):
            return match[0]
        return f"{match['head']}{self._met(match['name'].upper(), match['value'])}{match['mark']}"

    def _form_field(self, match: re.Match[str]) -> str:
        return f"{match['head']}{self._met(match['name'].upper(), match['value'])}"

    def _credential(self, match: re.Match[str]) -> str:
        if VARIABLE.search(match["value"]):
            return match[0]
        return f"{match['scheme']}{self._met('API_KEY', match['value'])}"

    def _cookie(self, match: re.Match[str]) -> str:
        name, value = match["name"], match["value"]
        if not value or VARIABLE.search(value):
            return match[0]
        if _SECRET_COOKIE.search(name) or len(value) > _LONG_COOKIE_CHARS:
            return f"{name}={self._met('SESSION', value)}"
        return match[0]


def numbered(values: dict[str, str], name: str, value: str) -> str:
    """*name*, or the first of `name_2`, `name_3` … that stands for no other value; it is kept in *values*."""
    names = (name if number == 1 else f"{name}_{number}" for number in count(1))
    return next(one for one in names if values.setdefault(one, value) == value)


def is_name(text: str) -> bool:
    """Whether *text* only names where a secret stands: a reference to a variable, or the name of a field."""
    return text.lower() in _FIELDS or bool(_REFERENCE.fullmatch(text))


def _any_of(texts: Iterable[str]) -> str:
    """A pattern that matches each of *texts*, longer ones first."""
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


def _edges_of(forms: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The beginning and the end of each form, with the form and its variable; short forms have none."""
    long = {form: variable for form, variable in forms.items() if len(form) > _EDGE_CHARS}
    heads = {form[:_EDGE_CHARS]: (form, variable) for form, variable in long.items()}
    return heads | {form[-_EDGE_CHARS:]: (form, variable) for form, variable in long.items()}


def _shared_length(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
