"""Secrets that would otherwise reach a log line, by their shape and by their value."""

import re
from collections.abc import Iterable

MASK = "[REDACTED]"

SHORTEST_KNOWN_SECRET = 6
"""Shorter values are not searched for: masking every `admin` would hide more than it protects."""

_SHAPES = (
    (re.compile(r"(gwk_[^\s.\"']+\.)[^\s\"',;]+"), rf"\1{MASK}"),
    (re.compile(r"(?i)\b(bearer\s+)[^\s\"',;]+"), rf"\1{MASK}"),
    (re.compile(r"(ogw_session=)[^\s\"',;]+"), rf"\1{MASK}"),
    (re.compile(r"(://[^\s/:@\"']+:)[^\s/@\"']+(@)"), rf"\1{MASK}\2"),
    (
        re.compile(r"(?i)(\"?(?:password|client_secret|api_key|token)\"?\s*[:=]\s*\"?)[^\s\"',;&]+"),
        rf"\1{MASK}",
    ),
)


class Redactor:
    """Masks keys, bearer tokens, session cookies, passwords in URLs and every secret it was told of."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        values = {value for value in known if len(value) >= SHORTEST_KNOWN_SECRET}
        longest_first = sorted(values, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if values else None

    def clean(self, text: str) -> str:
        """*text* with every secret replaced by `[REDACTED]`."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        for shape, masked in _SHAPES:
            text = shape.sub(masked, text)
        return text
