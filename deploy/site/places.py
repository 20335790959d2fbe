"""Where the site is made, and what stands there instead when it cannot be."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAGED = ROOT / ".local" / "site"
"""What the generator is given: pages whose links lead inside the site, and its configuration."""
SITE = ROOT / "site"


class SiteError(Exception):
    """The site cannot be made as things are; the message names what is at fault and the remedy."""
