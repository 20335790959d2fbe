"""Where this account keeps what was brought, for every clone and every release."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def cache(environ: Mapping[str, str]) -> Path:
    """`gateway-contracts` in the user's cache folder, as the XDG base directories have it."""
    home = environ.get("XDG_CACHE_HOME", "") or str(Path(environ.get("HOME", "/")) / ".cache")
    return Path(home) / "gateway-contracts"
