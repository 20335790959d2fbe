"""Where a visitor is sent next, never off this origin."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

HOME = "/api-keys"

_TOO_LONG = 2000
_ODD = re.compile(r"[\x00-\x20\x7f-\uffff\\#]|^//")


def safe_target(wanted: str | None) -> str:
    """A path of this UI (without the base path) that is safe to redirect to; `HOME` when `wanted` is not one.

    Refused are: anything that is not an absolute path, a second leading slash or a backslash (browsers read
    `/\\host` as another host), control and non-ASCII characters, and dot segments, also percent-encoded ones,
    which would climb out of the base path.
    """
    if wanted is None or not wanted.startswith("/") or len(wanted) > _TOO_LONG or _ODD.search(wanted):
        return HOME
    # Twice, because something on the way may decode once.
    path = unquote(unquote(wanted.partition("?")[0])).replace("\\", "/")
    is_plain = not path.startswith("//") and not {".", ".."} & set(path.split("/"))
    return wanted if is_plain else HOME


def remembering(page: str, target: str) -> str:
    """`page` with the place to go on to afterwards, as `/login?redirect=%2Fapi-keys`."""
    return f"{page}?redirect={quote(target, safe='')}"
