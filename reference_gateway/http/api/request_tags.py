"""The `x-oceans-*` tags a caller may put on a call (observed gateway, 4.12)."""

import re
from dataclasses import dataclass

from reference_gateway.domain.errors import InvalidRequest
from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields

SINGLE = ("service", "component", "env")
TAGS_HEADER = "x-oceans-tags"
MAX_TAGS = 5

_VALUE = re.compile(r"[a-z0-9\-_./:]{1,64}")
_KEY = re.compile(r"[a-z][a-z0-9\-_.]{0,31}")


@dataclass(frozen=True, slots=True)
class RequestTags:
    """Who a call is made for, in the caller's own words."""

    service: str | None = None
    component: str | None = None
    env: str | None = None
    bespoke: tuple[tuple[str, str], ...] = ()


def request_tags(headers: Fields) -> RequestTags:
    """The tags in *headers*. Upper case is refused, not folded.

    Raises:
        InvalidRequest: a header is repeated or breaks a rule; the message names it.
    """
    service, component, env = (_single(f"x-oceans-{name}", headers) for name in SINGLE)
    return RequestTags(service, component, env, _bespoke(headers))


def _once(name: str, headers: Fields) -> str | None:
    values = rfc9112.values_of(name, headers)
    if len(values) > 1:
        raise InvalidRequest(f"header {name} may be sent only once")
    return values[0].strip() if values else None


def _single(name: str, headers: Fields) -> str | None:
    value = _once(name, headers)
    if value is not None and _VALUE.fullmatch(value) is None:
        raise InvalidRequest(f"header {name} must be 1 to 64 of a-z 0-9 - _ . / :")
    return value


def _bespoke(headers: Fields) -> tuple[tuple[str, str], ...]:
    text = _once(TAGS_HEADER, headers)
    if text is None:
        return ()
    pairs = [_pair(entry.strip()) for entry in text.split(";")]
    keys = [key for key, _ in pairs]
    if len(pairs) > MAX_TAGS or len(set(keys)) != len(keys) or set(keys) & set(SINGLE):
        raise InvalidRequest(
            f"header {TAGS_HEADER} must hold at most {MAX_TAGS} different keys, none of {', '.join(SINGLE)}"
        )
    return tuple(pairs)


def _pair(entry: str) -> tuple[str, str]:
    key, _, value = (part.strip() for part in entry.partition("="))
    if _KEY.fullmatch(key) is None or _VALUE.fullmatch(value) is None:
        raise InvalidRequest(f"header {TAGS_HEADER} must be written as key=value; key2=value2")
    return key, value
