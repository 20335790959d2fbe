"""Who asks: a person's browser or a program, told by what the request says it accepts (RFC 9110, 12.5.1)."""

import re
from functools import lru_cache

from falcon.util.mediatypes import quality

from reference_gateway.http import rfc9112
from reference_gateway.http.rfc9112 import Fields

_ACCEPT_LINE = re.compile(rb"\r\n(accept):[ \t]*([\x20-\x7e]*)\r\n", re.IGNORECASE)
MOST_ACCEPTED = 1024
"""Characters of an `Accept` that is understood; no browser's is half as long."""

_PAGE, _DOCUMENT = "text/html", "application/json"


def prefers_page(headers: Fields) -> bool:
    """Whether a page is better than the JSON document for whoever sent *headers*.

    A caller with a gateway key is a program, whatever its HTTP library accepts unasked.
    """
    accepted = ", ".join(rfc9112.values_of("accept", headers)).lower()
    if "text/" not in accepted or len(accepted) > MOST_ACCEPTED:
        return False
    return _is_page_better(accepted) and not _has_key(headers)


def is_navigation(method: str, headers: Fields) -> bool:
    """Whether a browser is on its way to a page, which it may ask for again without harm.

    Browsers say so in `Sec-Fetch-Mode` (W3C Fetch Metadata), but not over plain HTTP to another machine.
    """
    modes = rfc9112.values_of("sec-fetch-mode", headers)
    return method == "GET" and modes in ([], ["navigate"]) and prefers_page(headers)


@lru_cache(maxsize=64)
def _is_page_better(accepted: str) -> bool:
    # Browsers send the same few, with every request; each would be parsed twice.
    try:
        return quality(_PAGE, accepted) > quality(_DOCUMENT, accepted)
    except ValueError:
        return False


def accepted_in(head: bytes) -> Fields:
    """The `Accept` of a *head* that was refused unread; nothing but the look of the refusal rests on it."""
    found = _ACCEPT_LINE.search(head)
    return (("accept", found[2].decode("ascii")),) if found else ()


def _has_key(headers: Fields) -> bool:
    return any(value[:7].lower() == "bearer " for value in rfc9112.values_of("authorization", headers))
