"""The forms in which one secret may be written: in a URL, in JSON, in HTML, inside base64."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

ENCODED = "[A-Za-z0-9+/_-]"
"""A character of base64, in either alphabet."""
_LEAST_CORE_CHARS = 8
"""A shorter piece of base64 could stand in any text."""


def forms_of(secret: str) -> set[str]:
    """Every form in which *secret* can be found as it is, itself included."""
    plain = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    plain |= {html.escape(secret), html.escape(secret).replace("&#x27;", "&#39;")}
    # Escaped once more where one document quotes another, such as JSON in a log line of JSON.
    plain |= {json.dumps(form)[1:-1] for form in plain}
    escaped = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    escaped |= {_lowered(form) for form in escaped}
    escaped |= {quote(form, safe="") for form in escaped}
    return plain | escaped


def cores_of(secret: str) -> set[str]:
    """What base64 of any text around *secret* must hold, wherever in it the secret begins."""
    raw = secret.encode("utf-8", "surrogateescape")
    found = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw).decode()
        # Characters that also carry bits of a neighbour differ from text to text.
        core = encoded[-(-8 * before // 6) : 8 * (before + len(raw)) // 6]
        if len(core) >= _LEAST_CORE_CHARS:
            found |= {core, core.replace("+", "-").replace("/", "_")}
    return found


def _lowered(percent_encoded: str) -> str:
    """The same with `%2F` written `%2f`."""
    head, *escapes = percent_encoded.split("%")
    return "%".join([head, *(escape[:2].lower() + escape[2:] for escape in escapes)])
