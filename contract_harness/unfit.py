"""Request ids that no log should carry, by the names the features call them."""

from __future__ import annotations

UNFIT_IDS = {
    "empty": "",
    "129 characters long": "x" * 129,
    "not ASCII": "r\xe9ponse-0000000000",
    "two words": "two words-0000000000",
}
